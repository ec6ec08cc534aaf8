package io.holdfast.element.click;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.Token;

/** Connects the elements on both sides of an arrow. */
final class Connector {
    private final Scope scope;
    private final String compoundName;
    private final FaultReporter faults;

    Connector(final Scope scope, final String compoundName, final FaultReporter faults) {
        this.scope = scope;
        this.compoundName = compoundName;
        this.faults = faults;
    }

    void connect(final List<ChainLink> left, final List<ChainLink> right, final boolean wide, final Token arrow) {
        final Side outputs = new Side(left, true);
        final Side inputs = new Side(right, false);
        if (outputs.openCount() + inputs.openCount() > 1) {
            faults.report(arrow, "at most one expandable port allowed per connection");
            return;
        }
        if (wide && outputs.openCount() + inputs.openCount() == 0) {
            outputs.openIfBare(inputs.size());
            inputs.openIfBare(outputs.size());
        }
        outputs.growTo(inputs.size());
        inputs.growTo(outputs.size());
        final List<End> from = outputs.ends();
        final List<End> to = inputs.ends();
        if (from.size() == 1 || to.size() == 1) {
            from.forEach(output -> to.forEach(input -> add(output, input, arrow)));
        } else if (!wide) {
            faults.report(arrow, "syntax error: many-to-many connections require '=>'");
        } else if (from.size() != to.size()) {
            faults.report(
                    arrow, "connection mismatch: " + from.size() + " outputs connected to " + to.size() + " inputs");
        } else {
            for (int i = 0; i < from.size(); i++) {
                add(from.get(i), to.get(i), arrow);
            }
        }
    }

    private void add(final End from, final End to, final Token arrow) {
        if (from.element == Scope.NONE || to.element == Scope.NONE) {
            return;
        }
        if (from.element == scope.outputEnd() && from.element != Scope.NONE) {
            faults.report(arrow, "'" + compoundName + "' pseudoelement 'output' may only be used as input");
        } else if (to.element == scope.inputEnd() && to.element != Scope.NONE) {
            faults.report(arrow, "'" + compoundName + "' pseudoelement 'input' may only be used as output");
        } else {
            scope.connections().add(new FlatConnection(from.element, from.port, to.element, to.port));
        }
    }

    private record End(int element, int port) {}

    /** One side of an arrow: its port lists, of which one may grow. */
    private static final class Side {
        private final List<ChainLink> links;
        private final boolean outputs;
        private int growing = -1;
        private int extra;

        Side(final List<ChainLink> links, final boolean outputs) {
            this.links = links;
            this.outputs = outputs;
            for (int i = 0; i < links.size(); i++) {
                if (ports(i).open()) {
                    growing = i;
                }
            }
        }

        int openCount() {
            int count = 0;
            for (int i = 0; i < links.size(); i++) {
                count += ports(i).open() ? 1 : 0;
            }
            return count;
        }

        /** A single element without ports takes as many as the other side has. */
        void openIfBare(final int otherSize) {
            if (links.size() == 1 && !ports(0).written() && otherSize > 1) {
                growing = 0;
            }
        }

        void growTo(final int size) {
            if (growing >= 0) {
                extra += Math.max(0, size - size());
            }
        }

        int size() {
            int size = extra;
            for (int i = 0; i < links.size(); i++) {
                size += ports(i).minimumSize();
            }
            return size;
        }

        List<End> ends() {
            final List<End> ends = new ArrayList<>();
            for (int i = 0; i < links.size(); i++) {
                final int count = ports(i).minimumSize() + (i == growing ? extra : 0);
                for (int n = 0; n < count; n++) {
                    ends.add(
                            new End(outputs ? links.get(i).exit() : links.get(i).entry(), ports(i).get(n)));
                }
            }
            return ends;
        }

        private PortList ports(final int index) {
            final ChainLink link = links.get(index);
            return outputs ? link.outputs() : link.inputs();
        }
    }
}
