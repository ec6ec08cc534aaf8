package io.holdfast.element;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.holdfast.element.canary.HiddenStateElement;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StateRulesTest {
    private static final String ROOT = "io.holdfast.element";

    @Test
    void shouldFindNoStateOutsideContainers() {
        final JavaClasses all = new ClassFileImporter().importPackages(ROOT + "..");
        final Set<JavaClass> kept = keptByElements(all);
        StateRules.containersOnly(all)
                .check(all.that(DescribedPredicate.describe("are kept by elements", kept::contains)));
    }

    @Test
    void shouldFindTheCanary() {
        final JavaClasses canary = new ClassFileImporter().importClasses(HiddenStateElement.class, Element.class);
        assertTrue(StateRules.containersOnly(canary).evaluate(canary).hasViolation());
    }

    /** The elements and all of Holdfast's classes that their fields hold, and so on; scripts act on a run's driver only. */
    private static Set<JavaClass> keptByElements(final JavaClasses all) {
        final Set<JavaClass> kept = new LinkedHashSet<>();
        final ArrayDeque<JavaClass> open = new ArrayDeque<>();
        for (final JavaClass javaClass : all) {
            if (javaClass.isAssignableTo(Element.class)
                    && !javaClass.isEquivalentTo(Element.class)
                    && isProduction(javaClass)
                    && !javaClass.getPackageName().equals(ROOT + ".control")) {
                open.add(javaClass);
            }
        }
        while (!open.isEmpty()) {
            final JavaClass next = open.remove();
            if (kept.add(next)) {
                for (final JavaField field : next.getFields()) {
                    final JavaClass type = field.getRawType().getBaseComponentType();
                    if (type.getPackageName().startsWith(ROOT + ".") && !isContainer(type)) {
                        open.add(type);
                    }
                }
            }
        }
        return kept;
    }

    private static boolean isContainer(final JavaClass type) {
        return type.getPackageName().equals(ROOT + ".state");
    }

    /** By class and not by path: where tests are compiled to depends on who builds. */
    private static boolean isProduction(final JavaClass javaClass) {
        return javaClass.getSource().isPresent()
                && !javaClass.getSource().get().getUri().getPath().contains("/test");
    }
}
