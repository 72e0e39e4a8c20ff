package org.ldpi.model;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Configuration of the repository of models. */
@ObjectClassDefinition(name = "LDPI models", description = "Which models score flows, and what they must pass before")
@interface ModelConfiguration {
    @AttributeDefinition(
            name = "Active model",
            description = "name:version, or a name of which only one version is there. Empty: the model that was active"
                    + " last, or else the highest version that may serve. A change of this value takes effect at once;"
                    + " a model activated by command stays active until the next change of this value")
    String active() default "";

    @AttributeDefinition(
            name = "Deploy policy",
            description = "What becomes of a sound model that comes while another one is active",
            options = {
                @Option(value = "ask", label = "it waits for a command"),
                @Option(value = "shadow", label = "it becomes the shadow"),
                @Option(value = "activate", label = "it becomes the active model")
            })
    String deploy_policy() default "ask";

    @AttributeDefinition(
            name = "Flows before promotion",
            description = "After so many flows the shadow becomes the active model by itself, if its alert rate is not"
                    + " above the bound, and otherwise is looked at again after as many more; 0 for never")
    long promote_flows() default 0;

    @AttributeDefinition(
            name = "Alert rate for promotion",
            description = "The most alerts in an hour of traffic with which a shadow is promoted by itself")
    double promote_alerts_per_hour() default 10;

    @AttributeDefinition(
            name = "Alert rate for rollback",
            description =
                    "More alerts than this in an hour of traffic, after a model was activated or promoted, and the"
                            + " model before it is active again; 0 for never")
    double rollback_alerts_per_hour() default 0;

    @AttributeDefinition(
            name = "Flows before rollback",
            description = "So many flows the new model must have judged before its alert rate is looked at")
    long rollback_flows() default 500;

    @AttributeDefinition(
            name = "Watched flows",
            description = "For so many flows the alert rate of a new model is looked at")
    long rollback_watched() default 100_000;

    @AttributeDefinition(
            name = "Signature policy",
            description = "required: only models signed with a trusted key are taken",
            options = {@Option(value = "optional"), @Option(value = "required")})
    String signature_policy() default "optional";

    @AttributeDefinition(
            name = "Trust store",
            description = "A key store (PKCS 12 or JKS) with the certificates of those who may sign models, or of who"
                    + " vouches for them")
    String trust_store() default "";

    @AttributeDefinition(name = "Trust store's password", description = "Empty for none", type = AttributeType.PASSWORD)
    String trust_store_password() default "";
}
