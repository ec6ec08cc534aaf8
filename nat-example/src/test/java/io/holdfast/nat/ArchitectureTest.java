package io.holdfast.nat;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** The few rules between modules that Maven cannot enforce. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar")) // tests of another module
            .importPackages("io.holdfast");

    private static final ArchRule AERON_IN_ITS_PLACE = noClasses()
            .that()
            .resideOutsideOfPackages("io.holdfast.log.aeron..", "io.holdfast.log.disk..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.aeron..");

    @Test
    void shouldUseForeignFunctionsOnlyForDpdk() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.holdfast.packet.dpdk..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.lang.foreign..")
                .check(CLASSES);
    }

    @Test
    void shouldUseAeronOnlyInTheTransport() {
        AERON_IN_ITS_PLACE.check(CLASSES);
    }

    @Test
    void shouldNoticeAClassThatUsesAeronElsewhere() {
        final JavaClasses bad = new ClassFileImporter().importClasses(UsesAeron.class);
        assertThrows(AssertionError.class, () -> AERON_IN_ITS_PLACE.check(bad));
    }

    @Test
    void shouldReachNativeMemoryOnlyThroughOneClass() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.holdfast.packet..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.agrona.UnsafeApi")
                .check(CLASSES);
    }

    @Test
    void shouldDependOnlyOnModulesToTheLeft() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("packet-io")
                .definedBy("io.holdfast.packet..")
                .layer("middlebox-elements")
                .definedBy("io.holdfast.element..")
                .layer("ordered-log")
                .definedBy("io.holdfast.log..")
                .layer("parallel-release")
                .definedBy("io.holdfast.release..")
                .layer("recovery-manager")
                .definedBy("io.holdfast.recovery..")
                .layer("nat-example")
                .definedBy("io.holdfast.nat..")
                .whereLayer("nat-example")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("recovery-manager")
                .mayOnlyBeAccessedByLayers("nat-example")
                .whereLayer("parallel-release")
                .mayOnlyBeAccessedByLayers("recovery-manager", "nat-example")
                .whereLayer("ordered-log")
                .mayOnlyBeAccessedByLayers("parallel-release", "recovery-manager", "nat-example")
                .check(CLASSES);
    }

    /** Breaks the rule, for the test of the test. */
    private static final class UsesAeron {
        private io.aeron.Aeron aeron;

        private boolean isConnected() {
            return aeron != null;
        }
    }
}
