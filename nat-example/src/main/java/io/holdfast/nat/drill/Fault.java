package io.holdfast.nat.drill;

import io.holdfast.nat.lab.NamespaceLab;
import io.holdfast.nat.lab.NodeProcess;
import java.util.List;

/** What a scenario does to a pair, and how it is undone. */
interface Fault {
    /** @return {@code System.nanoTime} just before it happens */
    long strike();

    /** Undoes it: what was killed is started again. */
    void repair();

    /** The fault of a scenario for a pair. */
    static Fault of(
            final Scenario scenario, final NamespaceLab lab, final PairOfNodes nodes, final PairOfNodes.Pair pair) {
        final String master = pair.master().name();
        return switch (scenario) {
            case KILL_MASTER -> new Death(nodes, List.of(pair.master()));
            case KILL_REPLICA -> new Death(nodes, List.of(pair.replica()));
            case RESTART_ALL -> new Death(nodes, List.of(pair.master(), pair.replica()));
            case STOP_CONT_MASTER -> new Hang(pair.master());
            case CUT_SYNC -> new Cut(lab::setSyncLink);
            case CUT_LAN -> new Cut(up -> lab.setPortLink(master, "lan", up));
            case CUT_WAN -> new Cut(up -> lab.setPortLink(master, "wan", up));
            case SOAK -> new Nothing();
            case KILL_WITNESS -> new WitnessDeath(lab);
            case SWITCHOVER -> new Order(pair.master());
        };
    }

    /** Processes die, all at once; they are not waited for before they are to be started again. */
    record Death(PairOfNodes nodes, List<NodeProcess> processes) implements Fault {
        @Override
        public long strike() {
            final NodeProcess first = processes.getFirst();
            return processes.size() == 1 ? first.strike(first.pid()) : NodeProcess.killAtOnce(processes);
        }

        @Override
        public void repair() {
            processes.forEach(NodeProcess::awaitGone);
            processes.forEach(process -> nodes.start(process.name()));
        }
    }

    /** A process hangs, and goes on. */
    record Hang(NodeProcess process) implements Fault {
        @Override
        public long strike() {
            return process.suspend();
        }

        @Override
        public void repair() {
            process.resume();
        }
    }

    /** A link goes down, and up again. */
    record Cut(Link link) implements Fault {
        @Override
        public long strike() {
            final long struckNs = System.nanoTime();
            link.set(false);
            return struckNs;
        }

        @Override
        public void repair() {
            link.set(true);
        }

        /** Something that is up or down. */
        interface Link {
            void set(boolean up);
        }
    }

    /** The third vote dies. */
    record WitnessDeath(NamespaceLab lab) implements Fault {
        @Override
        public long strike() {
            return lab.killWitness();
        }

        @Override
        public void repair() {
            lab.startWitness();
        }
    }

    /** An operator has the master hand over; there is nothing to repair. */
    record Order(NodeProcess master) implements Fault {
        @Override
        public long strike() {
            return master.orderSwitchover();
        }

        @Override
        public void repair() {}
    }

    /** Nothing happens. */
    record Nothing() implements Fault {
        @Override
        public long strike() {
            return System.nanoTime();
        }

        @Override
        public void repair() {}
    }
}
