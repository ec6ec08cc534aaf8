package io.holdfast.element;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.holdfast.element.canary.NondeterministicElement;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeterminismTest {
    /** Every package that holds an element, whole: helpers are bound as the elements are. */
    private static final JavaClasses ELEMENTS = packagesWithElements(new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.holdfast.element.."));

    private static final JavaClasses CANARY = new ClassFileImporter().importClasses(NondeterministicElement.class);

    static Stream<ArchRule> rules() {
        return Stream.of(
                DeterminismRules.NO_OWN_TIME,
                DeterminismRules.NO_OWN_RANDOMNESS,
                DeterminismRules.NO_THREADS,
                DeterminismRules.NO_IDENTITY_OR_HASH_ORDER);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void shouldHoldForTheStandardElements(final ArchRule rule) {
        rule.check(ELEMENTS);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void shouldFindTheCanary(final ArchRule rule) {
        assertTrue(rule.evaluate(CANARY).hasViolation(), rule.getDescription());
    }

    @Test
    void shouldLookAtTheStandardElements() {
        assertTrue(ELEMENTS.contain("io.holdfast.element.standard.Discard"));
    }

    private static JavaClasses packagesWithElements(final JavaClasses all) {
        final Set<String> packages = all.stream()
                .filter(javaClass ->
                        javaClass.isAssignableTo(Element.class) && !javaClass.isEquivalentTo(Element.class))
                .map(JavaClass::getPackageName)
                .collect(Collectors.toSet());
        return all.that(DescribedPredicate.describe(
                "reside in a package with elements", javaClass -> packages.contains(javaClass.getPackageName())));
    }
}
