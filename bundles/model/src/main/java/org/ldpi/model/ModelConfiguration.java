package org.ldpi.model;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the repository of models. */
@ObjectClassDefinition(name = "LDPI models", description = "Which model scores flows")
@interface ModelConfiguration {
    @AttributeDefinition(
            name = "Active model",
            description = "name:version, or a name of which only one version is there. Empty: the model that was active"
                    + " last, or else the highest version that may serve. A change of this value takes effect at once;"
                    + " a model activated by command stays active until the next change of this value")
    String active() default "";
}
