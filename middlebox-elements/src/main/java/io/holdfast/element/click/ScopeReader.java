package io.holdfast.element.click;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.antlr.v4.runtime.Token;

/** Reads the statements of one body, of the file or of a compound, into its {@link Scope}. */
final class ScopeReader {
    private final Scope scope;
    private final String compoundName;
    private final Predicate<String> isClass;
    private final ReaderTools tools;
    private final FaultReporter faults;
    private final ChainReader chains;

    ScopeReader(
            final Scope scope, final String compoundName, final Predicate<String> isClass, final ReaderTools tools) {
        this.scope = scope;
        this.compoundName = compoundName.isEmpty() ? "<anonymous>" : compoundName;
        this.isClass = isClass;
        this.tools = tools;
        faults = tools.faults();
        chains = new ChainReader(scope, this.compoundName, new ElementReader(scope, this, tools), tools);
    }

    void readFile(final ClickParser.FileContext file) {
        readStatements(file.statement());
    }

    /** The class that a name means here; null if there is none. */
    ElementType type(final String name) {
        final ElementType defined = scope.type(name);
        if (defined != null) {
            return defined;
        }
        return isClass.test(name) ? new ElementType.Primitive(name) : null;
    }

    /** The class that a name must mean here; reported if there is none. */
    ElementType requireType(final Token name) {
        final ElementType type = type(name.getText());
        if (type != null) {
            return type;
        }
        if (!tools.undecided().contains(name.getText())) {
            faults.report(name, "unknown element class '" + name.getText() + "'");
        }
        return new ElementType.Unknown(name.getText());
    }

    /** Reads a compound written in place, with all its overloads. */
    ElementType readCompound(final String name, final ClickParser.CompoundContext compound) {
        final List<ElementType.Compound> overloads = new ArrayList<>();
        ElementType extended = null;
        for (final ClickParser.BodyContext body : compound.body()) {
            if (body.ELLIPSIS() == null) {
                overloads.add(readOverload(name, body, compound.getStart()));
            } else if (extended == null) {
                extended = readExtended(name, body.getStart());
            } else {
                faults.syntaxError(body.getStart());
            }
        }
        return overloads.size() == 1 && extended == null
                ? overloads.getFirst()
                : new ElementType.Overloads(name, List.copyOf(overloads), extended);
    }

    /** The class that a name had so far, which goes on where no overload fits. */
    private ElementType readExtended(final String name, final Token ellipsis) {
        final ElementType known = name.isEmpty() ? null : type(name);
        if (known == null) {
            faults.report(ellipsis, "cannot extend unknown element class '" + name + "'");
        }
        return known;
    }

    private ElementType.Compound readOverload(
            final String name, final ClickParser.BodyContext body, final Token start) {
        final Scope inner = new Scope(scope);
        if (body.formals() != null) {
            readFormals(body.formals(), inner);
        }
        new ScopeReader(inner, name, isClass, tools).readBody(body.statement(), start);
        return new ElementType.Compound(name, inner);
    }

    /** Reads the statements of a group, whose ends the scope has entered. */
    void readGroup(final ClickParser.GroupContext group) {
        readStatements(group.statement());
        reportMissingPorts(group.getStart(), "<group>", true, scope.inputEnd());
        reportMissingPorts(group.getStart(), "<group>", false, scope.outputEnd());
    }

    private void readBody(final List<ClickParser.StatementContext> statements, final Token start) {
        readStatements(statements);
        reportMissingPorts(start, compoundName, true, Scope.INPUT);
        reportMissingPorts(start, compoundName, false, Scope.OUTPUT);
    }

    private void reportMissingPorts(final Token start, final String name, final boolean inputs, final int end) {
        for (int port = 0; port < scope.portCount(inputs, end); port++) {
            if (!scope.usesPort(inputs, end, port)) {
                faults.report(start, "'" + name + "' " + (inputs ? "input " : "output ") + port + " missing");
            }
        }
    }

    private void readStatements(final List<ClickParser.StatementContext> statements) {
        for (final ClickParser.StatementContext statement : statements) {
            if (statement.exception != null) {
                leaveUndecided(statement);
            }
        }
        for (final ClickParser.StatementContext statement : statements) {
            if (statement.exception == null) {
                readStatement(statement);
            }
        }
    }

    private void readStatement(final ClickParser.StatementContext statement) {
        if (statement.connection() != null) {
            chains.read(statement.connection());
        } else if (statement.elementClass() != null) {
            readElementClass(statement.elementClass());
        } else if (statement.definition() != null) {
            new DefinitionReader(scope, tools).readDefinition(statement.definition());
        } else if (statement.requirement() != null) {
            new DefinitionReader(scope, tools).readRequirement(statement.requirement());
        } else if (statement.stray() != null) {
            faults.syntaxError(statement.stray().getStart());
        }
    }

    private void leaveUndecided(final ClickParser.StatementContext statement) {
        final int last = statement.getStop() == null
                ? statement.getStart().getTokenIndex()
                : statement.getStop().getTokenIndex();
        for (int i = statement.getStart().getTokenIndex(); i <= last; i++) {
            final Token token = tools.tokens().get(i);
            if (token.getType() == ClickParser.IDENT) {
                tools.undecided().add(token.getText());
            }
        }
    }

    private void readElementClass(final ClickParser.ElementClassContext context) {
        final String name = context.IDENT(0).getText();
        final ElementType type =
                context.synonym != null ? requireType(context.synonym) : readCompound(name, context.compound());
        scope.defineType(name, type);
    }

    private void readFormals(final ClickParser.FormalsContext formals, final Scope inner) {
        int rank = 0;
        for (final ClickParser.FormalContext context : formals.formal()) {
            final String keyword =
                    context.IDENT() == null ? "" : context.IDENT().getText();
            final Formal formal =
                    new Formal(keyword, context.VARIABLE().getText().substring(1));
            final int ownRank = formal.isPositional() ? 0 : formal.isRest() ? 2 : 1;
            if (ownRank < rank || rank == 2) {
                faults.report(context.getStart(), "compound element parameters out of order");
            }
            rank = Math.max(rank, ownRank);
            inner.formals().add(formal);
        }
    }
}
