package io.holdfast.element.queue;

import io.holdfast.element.Element;
import io.holdfast.element.ElementClass;
import io.holdfast.element.ElementClasses;
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
        registerShapers(classes);
    }

    private static ElementClass queue(final String name, final Supplier<Element> supplier, final String summary) {
        return ElementClass.of(name, supplier)
                .withPorts("1/1-2")
                .withProcessing("h/lh")
                .withSummary(summary)
                .withParameters(QueueElement.CAPACITY);
    }

    private static void registerUnqueues(final ElementClasses classes) {
        classes.add(ElementClass.of("Unqueue", Unqueue::new)
                .withProcessing("l/h")
                .withSummary("pulls packets as they come and pushes them")
                .withParameters(Unqueue.BURST, Unqueue.LIMIT, Unqueue.ACTIVE));
    }

    private static void registerShapers(final ElementClasses classes) {}
}
