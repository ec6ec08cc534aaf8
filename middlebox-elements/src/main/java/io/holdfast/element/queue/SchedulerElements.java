package io.holdfast.element.queue;

import io.holdfast.element.Element;
import io.holdfast.element.ElementClass;
import io.holdfast.element.ElementClasses;
import java.util.function.Supplier;

/** The list of elements that choose an input to pull from, or an output to push to. */
public final class SchedulerElements {
    private SchedulerElements() {}

    /** Adds them under their Click names. */
    public static void register(final ElementClasses classes) {
        registerSchedulers(classes);
        registerSwitches(classes);
    }

    private static void registerSchedulers(final ElementClasses classes) {
        classes.add(scheduler("RoundRobinSched", RoundRobinSched::new, "pulls from the inputs in turn"));
        classes.add(scheduler("PrioSched", PrioSched::new, "pulls from the lowest-numbered input that has packets")
                .withExample(
                        "prio :: PrioSched; urgent :: Queue -> [0]prio; rest :: Queue -> [1]prio -> ToDevice(eth0)"));
        classes.add(
                scheduler("SimplePrioSched", PrioSched::new, "pulls from the lowest-numbered input that has packets"));
        classes.add(scheduler("SimpleRoundRobinSched", RoundRobinSched::new, "pulls from the inputs in turn"));
        classes.add(scheduler("StrideSched", StrideSched::new, "pulls from the inputs in proportion to their tickets")
                .withParameters(StrideSched.TICKETS)
                .withExample("s :: StrideSched(3, 1)"));
        classes.add(scheduler("DRRSched", DRRSched::new, "shares bytes fairly among the inputs")
                .withParameters(DRRSched.QUANTUM));
        classes.add(scheduler("TimeSortedSched", TimeSortedSched::new, "merges inputs by the packets' timestamps")
                .withParameters(TimeSortedSched.STOP)
                .withExample(
                        "FromDump(a.pcap) -> [0]t :: TimeSortedSched -> ToDump(all.pcap); FromDump(b.pcap) -> [1]t"));
        classes.add(scheduler("PullSwitch", PullSwitch::changeable, "pulls from one input, which a handler may change")
                .withParameters(PullSwitch.INPUT));
        classes.add(scheduler("StaticPullSwitch", PullSwitch::fixed, "pulls from one input")
                .withParameters(PullSwitch.INPUT));
    }

    private static ElementClass scheduler(final String name, final Supplier<Element> supplier, final String summary) {
        return ElementClass.of(name, supplier)
                .withPorts("-/1")
                .withProcessing("l/l")
                .withSummary(summary);
    }

    private static void registerSwitches(final ElementClasses classes) {
        classes.add(selector("Switch", Switch::changeable, "pushes to one output, which a handler may change")
                .withParameters(Switch.OUTPUT));
        classes.add(
                selector("StaticSwitch", Switch::fixed, "pushes to one output").withParameters(Switch.OUTPUT));
        classes.add(selector("RoundRobinSwitch", RoundRobinSwitch::new, "pushes to the outputs in turn"));
        classes.add(selector("HashSwitch", HashSwitch::new, "chooses an output by some bytes of the packet")
                .withParameters(HashSwitch.OFFSET, HashSwitch.LENGTH)
                .withExample("h :: HashSwitch(12, 8)"));
        classes.add(selector("StrideSwitch", StrideSwitch::new, "pushes to the outputs in proportion to their tickets")
                .withParameters(StrideSwitch.TICKETS));
    }

    private static ElementClass selector(final String name, final Supplier<Element> supplier, final String summary) {
        return ElementClass.of(name, supplier)
                .withPorts("1/-")
                .withProcessing("h/h")
                .withSummary(summary);
    }
}
