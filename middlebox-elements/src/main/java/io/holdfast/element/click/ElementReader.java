package io.holdfast.element.click;

import java.util.List;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;

/** Reads the elements of chains: finds those that are declared, and makes those that are new. */
final class ElementReader {
    private final Scope scope;
    private final ScopeReader types;
    private final ReaderTools tools;
    private final FaultReporter faults;

    ElementReader(final Scope scope, final ScopeReader types, final ReaderTools tools) {
        this.scope = scope;
        this.types = types;
        this.tools = tools;
        faults = tools.faults();
    }

    /** Reads {@code a, b, c :: Class(config)}, standing alone: all are declared alike. */
    void readDeclarations(final List<ClickParser.ElementContext> elements) {
        final var last = (ClickParser.NamedContext) elements.getLast();
        final ElementType type = readType(last.elementType());
        for (final ClickParser.ElementContext element : elements) {
            declare(((ClickParser.NamedContext) element).name(), type, configuration(last.CONFIG()));
        }
    }

    /** Whether a comma list is a declaration of all its members. */
    static boolean isDeclarationList(final List<ClickParser.ElementContext> elements) {
        for (int i = 0; i < elements.size(); i++) {
            final boolean last = i == elements.size() - 1;
            if (!(elements.get(i) instanceof final ClickParser.NamedContext named)
                    || named.input != null
                    || named.output != null
                    || last != (named.elementType() != null)
                    || !last && (named.name().IDENT() == null || named.CONFIG() != null)) {
                return false;
            }
        }
        return true;
    }

    /** Number of an element that stands in a chain, made if it is new. */
    int read(final ClickParser.NamedContext context) {
        return context.elementType() == null ? readReference(context) : readDeclaration(context);
    }

    private int readReference(final ClickParser.NamedContext context) {
        final ClickParser.NameContext name = context.name();
        final String configuration = configuration(context.CONFIG());
        if (name.compound() != null) {
            return makeAnonymous(types.readCompound("", name.compound()), configuration, name.getStart());
        }
        final Token ident = name.getStart();
        final ElementType type = types.type(ident.getText());
        if (type != null) {
            return makeAnonymous(ident.getText(), type, configuration, ident);
        }
        final int number = scope.number(ident.getText());
        if (number == Scope.NONE) {
            return reportUndeclared(ident, configuration);
        }
        if (context.CONFIG() != null) {
            faults.report(ident, "configuration string ignored on element reference");
        }
        return number;
    }

    private int readDeclaration(final ClickParser.NamedContext context) {
        final ElementType type = readType(context.elementType());
        return declare(context.name(), type, configuration(context.CONFIG()));
    }

    private ElementType readType(final ClickParser.ElementTypeContext context) {
        return context.compound() != null
                ? types.readCompound("", context.compound())
                : types.requireType(context.getStart());
    }

    private int declare(final ClickParser.NameContext nameContext, final ElementType type, final String configuration) {
        final Token token = nameContext.getStart();
        final String name = token.getText();
        if (nameContext.IDENT() == null) {
            faults.report(token, "syntax error near '" + name + "'");
            return makeAnonymous(type, configuration, token);
        }
        final ElementType sameName = types.type(name);
        if (sameName != null) {
            faults.report(token, "class '" + name + "' used as element name");
            return makeAnonymous(name, sameName, configuration, token);
        }
        final int number = scope.number(name);
        if (number != Scope.NONE) {
            reportRedeclaration(token, number);
            return number;
        }
        if (hasDigitsOnlyPart(name)) {
            faults.report(token, "element name '" + name + "' has all-digit component");
        }
        return scope.declare(new Declaration(name, type, configuration, token.getStartIndex()));
    }

    private void reportRedeclaration(final Token token, final int number) {
        final String message = "redeclaration of element '" + token.getText() + "'";
        if (number < 0) {
            faults.report(token, message);
        } else {
            final int previous = scope.declarations().get(number).offset();
            faults.report(
                    token.getStartIndex(),
                    message,
                    previous,
                    "element '" + token.getText() + "' previously declared here");
        }
    }

    private int reportUndeclared(final Token ident, final String configuration) {
        if (!tools.undecided().contains(ident.getText())) {
            faults.report(ident, "undeclared element '" + ident.getText() + "'");
        }
        return makeAnonymous(new ElementType.Unknown(ident.getText()), configuration, ident);
    }

    /** Reads a group, whose statements belong to the scope around it, and whose ends are elements that vanish. */
    ChainLink readGroup(final ClickParser.GroupContext group) {
        final int offset = group.getStart().getStartIndex();
        final ElementType.End end = new ElementType.End();
        scope.declare(new Declaration(scope.anonymousName(""), end, "", offset));
        final int entry = scope.declare(new Declaration(scope.anonymousName("") + "/input", end, "", offset));
        final int exit = scope.declare(new Declaration(scope.anonymousName("") + "/output", end, "", offset));
        final int outerInput = scope.inputEnd();
        final int outerOutput = scope.outputEnd();
        scope.enter(entry, exit);
        types.readGroup(group);
        scope.enter(outerInput, outerOutput);
        return new ChainLink(entry, exit, PortList.ABSENT, PortList.ABSENT);
    }

    private int makeAnonymous(final ElementType type, final String configuration, final Token token) {
        return makeAnonymous(type.name(), type, configuration, token);
    }

    private int makeAnonymous(
            final String className, final ElementType type, final String configuration, final Token token) {
        final String name = scope.anonymousName(className);
        return scope.declare(new Declaration(name, type, configuration, token.getStartIndex()));
    }

    private static boolean hasDigitsOnlyPart(final String name) {
        for (final String part : name.split("/", -1)) {
            if (part.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return true;
            }
        }
        return false;
    }

    private static String configuration(final TerminalNode config) {
        return config == null
                ? ""
                : config.getText().substring(1, config.getText().length() - 1);
    }
}
