package io.holdfast.element.queue;

import io.holdfast.element.Element;
import io.holdfast.element.ElementClass;
import io.holdfast.element.ElementClasses;
import io.holdfast.element.RateParameters;
import java.util.function.Supplier;

/** The list of queues, and of elements that take packets out of them. */
public final class QueueElements {
    private QueueElements() {}

    /** Adds them under their Click names. */
    public static void register(final ElementClasses classes) {
        classes.add(queue("Queue", Queue::new, "stores packets, first in, first out")
                .withExample("FromDevice(eth0) -> Queue(200) -> ToDevice(eth1)"));
        classes.add(queue("SimpleQueue", Queue::new, "stores packets, first in, first out"));
        classes.add(queue("NotifierQueue", Queue::new, "stores packets, first in, first out"));
        classes.add(queue("ThreadSafeQueue", Queue::new, "stores packets, first in, first out")
                .withDetails("Every worker has a queue of its own: packets do not change workers."));
        classes.add(queue("FrontDropQueue", FrontDropQueue::new, "stores packets; when full, drops the oldest"));
        classes.add(queue("MixedQueue", MixedQueue::new, "stores packets; those of input 1 go to the front")
                .withPorts("2/1-2"));
        registerUnqueues(classes);
        registerDroppers(classes);
        registerShapers(classes);
    }

    private static ElementClass queue(final String name, final Supplier<Element> supplier, final String summary) {
        return ElementClass.of(name, supplier)
                .withPorts("1/1-2")
                .withProcessing("h/lh")
                .withSummary(summary)
                .withParameters(QueueElement.CAPACITY);
    }

    private static void registerDroppers(final ElementClasses classes) {
        classes.add(dropper("RED", RED::new, "drops packets at random before queues are full")
                .withParameters(RED.MIN_THRESH, RED.MAX_THRESH, RED.MAX_P, RED.QUEUES, RED.STABILITY, RED.GENTLE)
                .withExample("FromDevice(eth0) -> RED(5, 50, 0.02) -> Queue(200) -> ToDevice(eth1)"));
        classes.add(dropper("AdaptiveRED", AdaptiveRED::new, "drops packets at random to hold queues near a length")
                .withParameters(AdaptiveRED.TARGET, RED.MAX_P, RED.QUEUES, RED.STABILITY, RED.GENTLE)
                .withExample("FromDevice(eth0) -> AdaptiveRED(40, 0.02) -> Queue(200) -> ToDevice(eth1)"));
    }

    private static ElementClass dropper(final String name, final Supplier<Element> supplier, final String summary) {
        return ElementClass.of(name, supplier)
                .withPorts("1/1-2")
                .withProcessing("a/ah")
                .withSummary(summary)
                .withDetails(
                        "The queues watched are the nearest downstream where packets are pushed, upstream where they"
                                + " are pulled, or those that QUEUES names.");
    }

    private static void registerUnqueues(final ElementClasses classes) {
        classes.add(unqueue("Unqueue", Unqueue::new, "pulls packets as they come and pushes them")
                .withParameters(Unqueue.BURST, Unqueue.LIMIT, Unqueue.ACTIVE));
        classes.add(unqueue("RatedUnqueue", RatedUnqueue::forPackets, "pulls packets at a rate and pushes them")
                .withParameters(RateParameters.FOR_PACKETS)
                .withExample("Queue -> RatedUnqueue(100) -> Discard"));
        classes.add(unqueue(
                        "BandwidthRatedUnqueue",
                        RatedUnqueue::forBandwidth,
                        "pulls packets at a bandwidth and pushes them")
                .withParameters(RateParameters.FOR_BANDWIDTH)
                .withExample("Queue -> BandwidthRatedUnqueue(10Mbps) -> Discard"));
        classes.add(unqueue("DelayUnqueue", DelayUnqueue::new, "pulls packets, holds each to an age, and pushes it")
                .withParameters(DelayUnqueue.DELAY));
        classes.add(unqueue("LinkUnqueue", LinkUnqueue::new, "emulates a link with latency and bandwidth")
                .withParameters(LinkUnqueue.LATENCY, LinkUnqueue.BANDWIDTH)
                .withExample("Queue -> LinkUnqueue(10ms, 2Mbps) -> ToDevice(eth0)"));
    }

    private static ElementClass unqueue(final String name, final Supplier<Element> supplier, final String summary) {
        return ElementClass.of(name, supplier).withProcessing("l/h").withSummary(summary);
    }

    private static void registerShapers(final ElementClasses classes) {
        classes.add(shaper("Shaper", Shaper::forPackets, "lets packets be pulled at a rate at most")
                .withParameters(RateParameters.FOR_PACKETS));
        classes.add(shaper("BandwidthShaper", Shaper::forBandwidth, "lets packets be pulled at a bandwidth at most")
                .withParameters(RateParameters.FOR_BANDWIDTH)
                .withExample("Queue -> BandwidthShaper(1MBps) -> ToDevice(eth0)"));
        classes.add(shaper("DelayShaper", DelayShaper::new, "lets a packet be pulled when it has an age")
                .withParameters(DelayUnqueue.DELAY));
        classes.add(ElementClass.of("PullTee", PullTee::new)
                .withPorts("1/1-")
                .withProcessing("l/lh")
                .withSummary("pushes copies of the packets that are pulled through it")
                .withParameters(PullTee.N));
    }

    private static ElementClass shaper(final String name, final Supplier<Element> supplier, final String summary) {
        return ElementClass.of(name, supplier).withProcessing("l/l").withSummary(summary);
    }
}
