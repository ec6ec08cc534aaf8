package io.holdfast.packet;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A network namespace of a test, with a unique name; closing removes it and what is in it. */
public final class TestNamespace implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String name = "hft" + ProcessHandle.current().pid() + "n" + COUNT.getAndIncrement();

    public TestNamespace() {
        TestEnvironment.run("ip", "netns", "add", name);
    }

    /** Makes two interfaces joined by a cable, up, and silent: no IPv6, so that the kernel sends nothing on them. */
    public void addVethPair(final String left, final String right) {
        run("ip", "link", "add", left, "type", "veth", "peer", "name", right);
        for (final String iface : List.of(left, right)) {
            run("sysctl", "-q", "-w", "net.ipv6.conf." + iface + ".disable_ipv6=1");
            run("ip", "link", "set", iface, "up");
        }
    }

    /** Command that puts what follows it into the namespace. */
    public List<String> prefix() {
        return List.of("ip", "netns", "exec", name);
    }

    public String run(final String... command) {
        final List<String> inside = new ArrayList<>(prefix());
        inside.addAll(List.of(command));
        return TestEnvironment.run(inside.toArray(new String[0]));
    }

    @Override
    public void close() {
        TestEnvironment.run("ip", "netns", "delete", name);
    }
}
