package org.ldpi.itest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;

/** The rules of the house: who may know whom. */
@AnalyzeClasses(packages = "org.ldpi", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseRulesTest {
    private static final Set<String> BUNDLES = Set.of(
            "capture",
            "flow",
            "quantizer",
            "engine",
            "encoder",
            "model",
            "detector",
            "threshold",
            "alert",
            "kafka",
            "evidence",
            "explain",
            "metrics",
            "health",
            "sensor",
            "shell",
            "soak");

    @ArchTest
    static final ArchRule theApiDependsOnNothing = classes()
            .that()
            .resideInAPackage("org.ldpi.api..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("org.ldpi.api..", "java..", "org.osgi.annotation..");

    @ArchTest
    static final ArchRule theConcernsOfTheApiHaveNoCycles =
            slices().matching("org.ldpi.api.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule noBundleKnowsAnotherOnesImplementation = classes()
            .that()
            .resideInAPackage("org.ldpi..")
            .and()
            .resideOutsideOfPackages("org.ldpi.api..", "org.ldpi.training..", "org.ldpi.lab..", "org.ldpi.itest..")
            .should(knowOnlyTheApiAndTheirOwnBundle());

    @ArchTest
    static final ArchRule onlyTheEngineAndEncodersKnowDjl = noClasses()
            .that()
            .resideInAPackage("org.ldpi..")
            .and()
            .resideOutsideOfPackages("org.ldpi.engine..", "org.ldpi.encoder..", "org.ldpi.training..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl..");

    @ArchTest
    static final ArchRule onlyCaptureKnowsPcap4j = noClasses()
            .that()
            .resideInAPackage("org.ldpi..")
            .and()
            .resideOutsideOfPackage("org.ldpi.capture..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.pcap4j..", "com.sun.jna..");

    @ArchTest
    static void everyBundleIsLookedAt(JavaClasses all) {
        for (String bundle : BUNDLES) {
            if (all.stream().noneMatch(c -> bundle.equals(bundleOf(c)))) {
                throw new AssertionError("no class of bundle " + bundle + " is on the class path of this test");
            }
        }
    }

    private static ArchCondition<JavaClass> knowOnlyTheApiAndTheirOwnBundle() {
        return new ArchCondition<>("know only the API and their own bundle") {
            @Override
            public void check(JavaClass from, ConditionEvents events) {
                String own = bundleOf(from);
                from.getDirectDependenciesFromSelf().forEach(dependency -> {
                    String other = bundleOf(dependency.getTargetClass());
                    boolean allowed = other.isEmpty()
                            || other.equals("api")
                            || other.equals(own)
                            || (own.equals("encoder") && other.equals("engine"));
                    if (!allowed) {
                        events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
                    }
                });
            }
        };
    }

    /** The word behind {@code org.ldpi.}, or nothing for a class that is not ours. */
    private static String bundleOf(JavaClass type) {
        String[] parts = type.getPackageName().split("\\.");
        return parts.length > 2 && parts[0].equals("org") && parts[1].equals("ldpi") ? parts[2] : "";
    }
}
