package io.holdfast.element;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Random;
import java.util.random.RandomGenerator;

/** What an element may not use, as its behaviour would then differ between the nodes of a pair. */
final class DeterminismRules {
    static final ArchRule NO_OWN_TIME = noClasses()
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("java.time..")
            .orShould()
            .dependOnClassesThat(belongToAnyOf(java.util.Date.class, java.util.Calendar.class))
            .because("time comes from ElementContext.timeNs()");

    static final ArchRule NO_OWN_RANDOMNESS = noClasses()
            .should()
            .dependOnClassesThat(
                    assignableTo(RandomGenerator.class).or(belongToAnyOf(Random.class, java.util.UUID.class)))
            .orShould()
            .callMethod(Math.class, "random")
            .because("randomness comes from ElementContext.nextRandom()");

    static final ArchRule NO_THREADS = noClasses()
            .should()
            .dependOnClassesThat(assignableTo(Thread.class))
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("java.util.concurrent..")
            .because("an element runs on its worker's thread, and timers come from ElementContext.timer()");

    static final ArchRule NO_IDENTITY_OR_HASH_ORDER = noClasses()
            .should()
            .callMethod(System.class, "identityHashCode", Object.class)
            .orShould()
            .callMethod(Object.class, "hashCode")
            .orShould()
            .dependOnClassesThat(hashOrdered())
            .because("the order of a hash map is not the same everywhere; LinkedHashMap and TreeMap have one that is");

    private DeterminismRules() {}

    private static DescribedPredicate<JavaClass> hashOrdered() {
        return belongToAnyOf(
                HashMap.class, HashSet.class, java.util.IdentityHashMap.class, java.util.WeakHashMap.class);
    }
}
