package io.holdfast.nat.lab;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.holdfast.nat.traffic.TrafficMain;
import io.holdfast.nat.traffic.TrafficSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BinaryOperator;

/**
 * A lab of network namespaces: the nodes' ports are DPDK's af_packet devices, client and server use the kernel's TCP.
 *
 * <p>Nodes' interfaces have neither IP addresses nor IPv6, so that the kernel answers nothing in a node's place. Both
 * end hosts have checksum offload off: the checksums must be real when the nodes see them.
 */
public final class NamespaceLab implements Lab {
    private static final String BRIDGE_OPTIONS = " type bridge stp_state 0 forward_delay 0";

    /** Client and server stand for machines of their own, which would take no time from the nodes'. */
    private static final List<String> OTHER_MACHINE = List.of("nice", "-n", "5");

    private final LabSettings settings;
    private final LabDirectory directory;
    private final List<String> namespaces = new ArrayList<>();
    private final LabNodes nodes;
    private final LabWitness witness;

    /** A process in each node's namespace that lives as long as the lab: through it the kernel's counters are read. */
    private final Map<String, ChildProcess> observers = new ConcurrentHashMap<>();

    private final List<ChildProcess> helpers = new ArrayList<>();
    private NamespaceTraffic traffic;
    private boolean closed;

    public NamespaceLab(final LabSettings settings) {
        this(settings, (node, port) -> "net_af_packet,iface=" + port);
    }

    /**
     * A lab whose nodes have other ports than the network's: the segment between the nodes is all that they use of it.
     *
     * @param deviceOf gives the device string of a node's port ({@code lan} or {@code wan}), each time the node starts
     */
    public NamespaceLab(final LabSettings settings, final BinaryOperator<String> deviceOf) {
        this.settings = settings;
        this.directory = LabDirectory.create(settings.parent());
        this.nodes = new LabNodes(directory, settings, syncAddresses(), deviceOf);
        this.witness = settings.hasWitness() ? new LabWitness(directory, settings) : null;
    }

    @Override
    public LabKind kind() {
        return LabKind.NAMESPACES;
    }

    @Override
    public Path directory() {
        return directory.path();
    }

    @Override
    public synchronized void build() {
        requireOpen();
        for (final String role : List.of("switch", "client", "server", "nodea", "nodeb")) {
            final String name = namespace(role);
            Namespaces.create(name);
            namespaces.add(name);
        }
        for (final String segment : List.of("lan", "wan")) {
            Namespaces.ip(namespace("switch"), "link add " + segment + BRIDGE_OPTIONS);
            Namespaces.ip(namespace("switch"), "link set " + segment + " up");
            for (final String node : NODE_NAMES) {
                final String role = nodeRole(node);
                plugIn(role, segment, segment);
                Namespaces.exec(namespace(role), "ethtool -K " + segment + " tx off");
            }
        }
        addHost("client", "lan", Addresses.CLIENT_IP);
        Namespaces.ip(namespace("client"), "route add default via " + Addresses.LAN_IP);
        addHost("server", "wan", Addresses.SERVER_IP);
        if (witness == null) {
            Namespaces.cable(namespace("nodea"), "sync", namespace("nodeb"), "sync");
        } else {
            addSyncSegment();
        }
        addSync("nodea", Addresses.NODE_A_SYNC_IP);
        addSync("nodeb", Addresses.NODE_B_SYNC_IP);
        if (witness != null) {
            addSync("witness", Addresses.WITNESS_SYNC_IP);
            startWitness();
        }
        for (final String node : NODE_NAMES) {
            final List<String> command = insideNamespace(nodeRole(node));
            // It waits for input, which ends with this process.
            command.add("cat");
            observers.put(node, ChildProcess.start(directory, "observer-" + node, command));
        }
    }

    /** With a witness the sync link is a switch's: three are on it. */
    private void addSyncSegment() {
        final String name = namespace("witness");
        Namespaces.create(name);
        namespaces.add(name);
        Namespaces.ip(namespace("switch"), "link add sync" + BRIDGE_OPTIONS);
        for (final String role : List.of("nodea", "nodeb", "witness")) {
            plugIn(role, "sync", "sync");
            Namespaces.ip(namespace("switch"), "link set sync-" + role + " mtu " + Addresses.SYNC_MTU_BYTES);
        }
        Namespaces.ip(namespace("switch"), "link set sync up");
    }

    /**
     * Plugs a load generator into both segments, which lives in this process's own namespace.
     *
     * <p>Its interfaces have neither addresses nor IPv6 and answer no ARP: frames for the generator's hosts are nothing to
     * the kernel. They go with the lab.
     *
     * @return name of the interface in each segment, {@code lan} and {@code wan}
     */
    public synchronized Map<String, String> plugInGenerator() {
        requireOpen();
        final Map<String, String> interfaces = new LinkedHashMap<>();
        for (final String segment : List.of("lan", "wan")) {
            final String name = "hf" + ProcessHandle.current().pid() + segment;
            final String portName = segment + "-load";
            Shell.runLine("ip link add " + name + " type veth peer name " + portName + " netns " + namespace("switch"));
            if (Files.exists(Path.of("/proc/sys/net/ipv6"))) {
                Shell.runLine("sysctl -qw net.ipv6.conf." + name + ".disable_ipv6=1");
            }
            Shell.runLine("sysctl -qw net.ipv4.conf." + name + ".arp_ignore=8");
            Namespaces.ip(namespace("switch"), "link set " + portName + " master " + segment + " up");
            Shell.runLine("ip link set " + name + " up");
            Shell.runLine("ethtool -K " + name + " tx off");
            interfaces.put(segment, name);
        }
        return interfaces;
    }

    /**
     * Plugs a stranger into the segment between the nodes, which must be a switch's: the lab has a witness. The interface
     * lives in this process's own namespace, has no address, and goes with the lab.
     *
     * @return name of the interface
     */
    public synchronized String plugInStranger() {
        requireOpen();
        final String name = "hf" + ProcessHandle.current().pid() + "sync";
        Shell.runLine("ip link add " + name + " type veth peer name sync-stranger netns " + namespace("switch"));
        if (Files.exists(Path.of("/proc/sys/net/ipv6"))) {
            Shell.runLine("sysctl -qw net.ipv6.conf." + name + ".disable_ipv6=1");
        }
        Shell.runLine("sysctl -qw net.ipv4.conf." + name + ".arp_ignore=8");
        Shell.runLine("ip link set " + name + " mtu " + Addresses.SYNC_MTU_BYTES);
        Namespaces.ip(namespace("switch"), "link set sync-stranger mtu " + Addresses.SYNC_MTU_BYTES);
        Namespaces.ip(namespace("switch"), "link set sync-stranger master sync up");
        Shell.runLine("ip link set " + name + " up");
        return name;
    }

    /** Makes the nodes' switch a hub, on which everybody hears everything, or a switch again. */
    public synchronized void setHub(final boolean isHub) {
        requireOpen();
        Namespaces.ip(namespace("switch"), "link set sync type bridge ageing_time " + (isHub ? "0" : "30000"));
    }

    /**
     * Has the kernel process what a node's sync interface receives on one processor, in a thread that takes what is there
     * (threaded NAPI), as it does for a NIC: between namespaces it would do so on the sender's.
     *
     * @throws LabException if the kernel cannot
     */
    public synchronized void receiveOn(final String node, final int cpu) {
        requireOpen();
        final String name = namespace(nodeRole(node));
        Namespaces.exec(name, "ethtool -K sync gro on");
        Shell.run("ip", "netns", "exec", name, "sh", "-c", "echo 1 > /sys/class/net/sync/threaded");
        for (final String pid : Shell.run("pgrep", "^napi/sync").split("\\s+")) {
            // Those of other nodes, or labs, do no harm there either.
            Processors.bind(Long.parseLong(pid), cpu);
        }
    }

    /** Hardware address of a node's sync interface, {@code 02:...}. */
    public synchronized String syncMac(final String node) {
        requireOpen();
        return Shell.run("ip", "netns", "exec", namespace(nodeRole(node)), "cat", "/sys/class/net/sync/address")
                .strip();
    }

    /** Address and port of a node's sync streams. */
    public String member(final String node) {
        return syncAddresses().get(node);
    }

    /** Starts a further JVM, in this process's namespace and before others on its processor, which ends with the lab. */
    public synchronized void startHelper(final String name, final String mainClass, final List<String> arguments) {
        requireOpen();
        final List<String> command = new ArrayList<>(List.of("nice", "-n", "-15"));
        command.addAll(ChildJvm.attended(List.of(), mainClass, arguments));
        helpers.add(ChildProcess.start(directory, name, command));
    }

    @Override
    public synchronized NodeProcess startNode(final String name) {
        requireOpen();
        return nodes.start(
                name,
                insideNamespace(nodeRole(name)),
                witness == null ? List.of() : witness.groupLines(name),
                witness == null ? List.of() : witness.sections(name));
    }

    @Override
    public synchronized Traffic startTraffic(final TrafficSettings mix) {
        requireOpen();
        final Path file = directory.resolve("traffic.json");
        try {
            new ObjectMapper().writeValue(file.toFile(), mix);
        } catch (final IOException e) {
            throw new LabException(file + " could not be written: " + e.getMessage(), e);
        }
        traffic = new NamespaceTraffic(directory, (role, report) -> {
            final List<String> command = insideNamespace(role);
            command.addAll(OTHER_MACHINE);
            command.addAll(
                    ChildJvm.small(TrafficMain.class.getName(), List.of(role, file.toString(), report.toString())));
            return command;
        });
        return traffic;
    }

    @Override
    public synchronized String logTails() {
        final StringBuilder tails = new StringBuilder();
        tails.append(nodes.logTails());
        if (witness != null) {
            tails.append(witness.logTail());
        }
        if (traffic != null) {
            tails.append(traffic.logTails());
        }
        helpers.forEach(helper -> tails.append(helper.logTail()));
        return tails.toString();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (traffic != null) {
            traffic.close();
        }
        helpers.forEach(ChildProcess::close);
        nodes.close();
        if (witness != null) {
            witness.close();
        }
        observers.values().forEach(ChildProcess::close);
        final List<String> failures = new ArrayList<>();
        namespaces.reversed().forEach(name -> Namespaces.tryDelete(name, failures));
        directory.release(settings.keep());
        if (!failures.isEmpty()) {
            throw new LabException("not removed: " + String.join("; ", failures));
        }
    }

    /**
     * What has left a node's ports since the lab was built, whether its process runs or not. Any thread.
     *
     * @return frames, or -1 if that cannot be told now
     */
    public long transmittedFrames(final String node) {
        final ChildProcess observer = observers.get(node);
        return observer == null
                ? PortCounters.UNKNOWN
                : PortCounters.transmitted(observer.process().pid());
    }

    /**
     * Cuts what is between the two nodes, or mends it. With a witness its switch hands nothing from one node to the other
     * any more, but the witness still hears both.
     */
    public synchronized void setSyncLink(final boolean up) {
        requireOpen();
        if (witness == null) {
            Namespaces.ip(namespace("nodea"), "link set sync " + (up ? "up" : "down"));
            return;
        }
        for (final String node : NODE_NAMES) {
            Namespaces.ip(
                    namespace("switch"),
                    "link set dev sync-" + nodeRole(node) + " type bridge_slave isolated " + (up ? "off" : "on"));
        }
    }

    /**
     * Kills the witness with SIGKILL.
     *
     * @return {@code System.nanoTime} just before the signal
     */
    public synchronized long killWitness() {
        requireOpen();
        return witness.kill();
    }

    /** Id of the witness's process. */
    public synchronized long witnessPid() {
        requireOpen();
        return witness.pid();
    }

    /** Starts the witness, for the first time or again. */
    public synchronized void startWitness() {
        requireOpen();
        witness.start(syncAddresses(), NodeFiles.keyFile(directory), insideNamespace("witness"));
    }

    /**
     * Takes the switch's end of a node's port down, or up again: the node's own end loses its carrier.
     *
     * @param segment {@code lan} or {@code wan}
     */
    public synchronized void setPortLink(final String node, final String segment, final boolean up) {
        requireOpen();
        Namespaces.ip(namespace("switch"), "link set " + segment + "-" + nodeRole(node) + (up ? " up" : " down"));
    }

    /** Full name of the namespace with that role: {@code client}, {@code server}, {@code switch}, {@code nodea}. */
    String namespace(final String role) {
        return Namespaces.nameOf(ProcessHandle.current().pid(), role);
    }

    /** Connects an interface of a namespace to a segment's switch. */
    private void plugIn(final String role, final String device, final String segment) {
        final String portName = segment + "-" + role;
        Namespaces.cable(namespace(role), device, namespace("switch"), portName);
        Namespaces.ip(namespace("switch"), "link set " + portName + " master " + segment + " up");
        Namespaces.ip(namespace(role), "link set " + device + " up");
    }

    private void addHost(final String role, final String segment, final String address) {
        plugIn(role, "eth0", segment);
        Namespaces.ip(namespace(role), "address add " + address + "/" + Addresses.PREFIX_BITS + " dev eth0");
        Namespaces.exec(namespace(role), "ethtool -K eth0 tx off");
    }

    private void addSync(final String role, final String address) {
        Namespaces.ip(namespace(role), "address add " + address + "/" + Addresses.PREFIX_BITS + " dev sync");
        Namespaces.ip(namespace(role), "link set sync mtu " + Addresses.SYNC_MTU_BYTES + " up");
    }

    private List<String> insideNamespace(final String role) {
        return new ArrayList<>(List.of("ip", "netns", "exec", namespace(role)));
    }

    private static String nodeRole(final String node) {
        return "node" + node;
    }

    private void requireOpen() {
        if (closed) {
            throw new LabException("the lab has been closed");
        }
    }

    private static Map<String, String> syncAddresses() {
        final Map<String, String> members = new LinkedHashMap<>();
        members.put("a", Addresses.NODE_A_SYNC_IP + ":" + Addresses.SYNC_PORT);
        members.put("b", Addresses.NODE_B_SYNC_IP + ":" + Addresses.SYNC_PORT);
        return members;
    }
}
