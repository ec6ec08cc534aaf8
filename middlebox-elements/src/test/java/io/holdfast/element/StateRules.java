package io.holdfast.element;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What an element may keep: after initialization no field changes, but those that say by {@link SoftState} why they are
 * no state.
 *
 * <p>A method belongs to initialization if it is a constructor, {@code configure}, {@code initialize} or {@code close},
 * or is called by such only, and not from a lambda, which may run later. Arrays and collections count as changed where
 * a class that has such a field stores into one, or calls what changes one, while it runs.
 */
final class StateRules {
    private static final Set<String> SET_UP =
            Set.of("<init>", "<clinit>", "configure", "initialize", "initializeState", "close", "identify", "connect");
    private static final Set<String> MUTATORS = Set.of(
            "add",
            "addAll",
            "addFirst",
            "addLast",
            "put",
            "putAll",
            "putIfAbsent",
            "remove",
            "removeFirst",
            "removeLast",
            "removeAll",
            "removeIf",
            "clear",
            "set",
            "poll",
            "push",
            "pop",
            "offer",
            "computeIfAbsent",
            "compute",
            "merge");

    private StateRules() {}

    static ArchRule containersOnly(final JavaClasses scope) {
        return ArchRuleDefinition.classes()
                .should(changeNoFieldAfterInitialization(setUpUnits(scope)))
                .because("state lies in the containers of ElementContext, where it is logged and copied");
    }

    private static ArchCondition<JavaClass> changeNoFieldAfterInitialization(final Set<JavaCodeUnit> setUp) {
        return new ArchCondition<>("change no field after initialization") {
            @Override
            public void check(final JavaClass javaClass, final ConditionEvents events) {
                if (javaClass.isAnnotatedWith(SoftState.class)) {
                    return;
                }
                for (final JavaField field : javaClass.getFields()) {
                    if (!field.getModifiers().contains(JavaModifier.STATIC)
                            && !field.isAnnotatedWith(SoftState.class)
                            && isChanged(field, setUp)) {
                        events.add(
                                SimpleConditionEvent.violated(field, field.getFullName() + " changes while running"));
                    }
                }
            }
        };
    }

    private static boolean isChanged(final JavaField field, final Set<JavaCodeUnit> setUp) {
        for (final JavaFieldAccess access : field.getAccessesToSelf()) {
            final boolean isSet = access.getAccessType() == JavaFieldAccess.AccessType.SET;
            if (isSet && (!setUp.contains(access.getOrigin()) || access.isDeclaredInLambda())) {
                return true;
            }
        }
        final JavaClass type = field.getRawType();
        if (type.isArray()) {
            return storesIntoArray(field, setUp);
        }
        return (type.isAssignableTo(Collection.class) || type.isAssignableTo(Map.class)) && mutates(field, setUp);
    }

    /** Whether the field's class changes a collection of the field's kind while it runs. */
    private static boolean mutates(final JavaField field, final Set<JavaCodeUnit> setUp) {
        return field.getOwner().getMethodCallsFromSelf().stream()
                .filter(call -> !setUp.contains(call.getOrigin()) || call.isDeclaredInLambda())
                .filter(call -> MUTATORS.contains(call.getName()))
                .anyMatch(call ->
                        call.getTargetOwner().isAssignableTo(field.getRawType().getName())
                                || field.getRawType()
                                        .isAssignableTo(call.getTargetOwner().getName()));
    }

    /** Whether the field's class stores into arrays of the field's type while it runs and looks at the field there. */
    private static boolean storesIntoArray(final JavaField field, final Set<JavaCodeUnit> setUp) {
        final Set<String> running = new HashSet<>();
        for (final JavaFieldAccess access : field.getAccessesToSelf()) {
            if (access.getAccessType() == JavaFieldAccess.AccessType.GET && !setUp.contains(access.getOrigin())) {
                running.add(access.getOrigin().getName());
            }
        }
        final String component = field.getRawType().getComponentType().getName();
        return model(field.getOwner()).methods().stream()
                .filter(method -> running.contains(method.methodName().stringValue()))
                .anyMatch(method -> stores(method, component));
    }

    private static boolean stores(final MethodModel method, final String component) {
        return method.code().stream()
                .flatMap(code -> code.elementList().stream())
                .anyMatch(element -> element instanceof ArrayStoreInstruction store
                        && switch (store.typeKind()) {
                            case INT -> component.equals("int");
                            case LONG -> component.equals("long");
                            case BYTE -> component.equals("byte") || component.equals("boolean");
                            case REFERENCE -> component.contains(".") || component.startsWith("[");
                            default -> true;
                        });
    }

    private static ClassModel model(final JavaClass javaClass) {
        final String file = "/" + javaClass.getName().replace('.', '/') + ".class";
        try (InputStream stream = StateRules.class.getResourceAsStream(file)) {
            return ClassFile.of().parse(stream.readAllBytes());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<JavaCodeUnit> setUpUnits(final JavaClasses scope) {
        final Set<JavaCodeUnit> setUp = new HashSet<>();
        final Set<JavaCodeUnit> others = new HashSet<>();
        for (final JavaClass javaClass : scope) {
            for (final JavaCodeUnit unit : javaClass.getCodeUnits()) {
                (SET_UP.contains(unit.getName()) ? setUp : others).add(unit);
            }
        }
        boolean grows = true;
        while (grows) {
            grows = false;
            for (final JavaCodeUnit unit : Set.copyOf(others)) {
                if (isCalledByOnly(unit, setUp)) {
                    others.remove(unit);
                    setUp.add(unit);
                    grows = true;
                }
            }
        }
        return setUp;
    }

    private static boolean isCalledByOnly(final JavaCodeUnit unit, final Set<JavaCodeUnit> setUp) {
        final Set<JavaAccess<?>> accesses = new HashSet<>(unit.getAccessesToSelf());
        for (final JavaClass parent : unit.getOwner().getAllRawSuperclasses()) {
            // who calls what this overrides calls this
            for (final JavaCodeUnit other : parent.getCodeUnits()) {
                if (other.getName().equals(unit.getName())
                        && other.getRawParameterTypes().equals(unit.getRawParameterTypes())) {
                    accesses.addAll(other.getAccessesToSelf());
                }
            }
        }
        return !accesses.isEmpty()
                && accesses.stream()
                        .allMatch(access -> setUp.contains(access.getOrigin())
                                && !access.isDeclaredInLambda()
                                && !(access instanceof com.tngtech.archunit.core.domain.JavaCodeUnitReference<?>));
    }
}
