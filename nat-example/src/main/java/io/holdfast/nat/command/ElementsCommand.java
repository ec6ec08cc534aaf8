package io.holdfast.nat.command;

import io.holdfast.element.ElementClass;
import io.holdfast.element.ElementClasses;
import io.holdfast.element.ElementManual;
import io.holdfast.nat.HoldfastCommand.CommandFailure;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code holdfast elements}: lists the element classes, or prints the manual of one. */
@Command(
        name = "elements",
        mixinStandardHelpOptions = true,
        description = "List the element classes, or print the manual of one.")
public final class ElementsCommand implements Callable<Integer> {
    @Parameters(index = "0", arity = "0..1", paramLabel = "CLASS", description = "an element class")
    private String className;

    @Override
    public Integer call() {
        final ElementClasses classes = ElementClasses.standard();
        if (className == null) {
            System.out.print(ElementManual.list(classes));
            return 0;
        }
        final ElementClass found = classes.find(className);
        if (found == null) {
            throw new CommandFailure("unknown element class '" + className + "'; holdfast elements lists them all");
        }
        System.out.print(ElementManual.page(found));
        return 0;
    }
}
