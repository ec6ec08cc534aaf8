package io.holdfast.nat.settings;

import io.holdfast.log.LogRecords;
import io.holdfast.log.MemberAddress;
import io.holdfast.packet.DeviceKind;
import io.holdfast.packet.DeviceSettings;
import io.holdfast.packet.Devices;
import io.holdfast.packet.PortSettings;
import io.holdfast.recovery.FailoverSettings;
import io.holdfast.recovery.IdleMode;
import io.holdfast.recovery.LogOnDisk;
import io.holdfast.recovery.LogSettings;
import io.holdfast.recovery.NodeSettings;
import io.holdfast.recovery.group.GroupSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Reads a node's YAML file.
 *
 * <p>The whole file is checked, and what can be told of devices and files without opening them; nothing is opened.
 */
public final class SettingsFile {
    private static final String NEIGHBOUR = "neighbour";
    private static final Pattern IPV4 =
            Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(25[0-5]|2[0-4]\\d|1?\\d?\\d)");

    private final Path file;
    private final Faults faults;

    private SettingsFile(final Path file) {
        this.file = file;
        this.faults = new Faults(file.toString());
    }

    /**
     * Reads and checks a file.
     *
     * @throws SettingsException with all faults
     */
    public static NodeSettings read(final Path file) throws SettingsException {
        return new SettingsFile(file).read();
    }

    /**
     * Reads only where a node's control socket is, for commands that talk to a running node.
     *
     * @throws SettingsException if the file cannot be read or does not say it
     */
    public static Path runtimeDirectory(final Path file) throws SettingsException {
        final SettingsFile settings = new SettingsFile(file);
        final Section root = new Section(settings.compose(), "", settings.faults);
        final Path runtime = settings.runtime(root, root.mandatoryText("node"));
        settings.failIfFaulty();
        return runtime;
    }

    private NodeSettings read() throws SettingsException {
        final Section root = new Section(compose(), "", faults);
        final String node = root.mandatoryText("node");
        final Section group = root.section("group");
        final List<MemberAddress> members = members(group, node);
        final Optional<Path> keyFile = GroupKeySetting.read(group, file, faults);
        final Section failover = root.section("failover");
        final Optional<GroupSettings> decided = GroupSection.read(group, node, members, isFast(failover), file, faults);
        group.finish();
        final int workers = root.integer(NodeSettings.WORKERS);
        final int packets = root.integer(NodeSettings.PACKETS_PER_WORKER);
        final List<PortSettings> ports = ports(root, workers, packets, decided.isPresent());
        final NodeSettings settings = new NodeSettings(
                node,
                members,
                ports,
                workers,
                cores(root, workers),
                graph(root),
                variables(root),
                runtime(root, node),
                log(root),
                failover(failover, root.section("takeover")),
                packets,
                IdleMode.valueOf(root.choice("idle", "yield", "spin", "park").toUpperCase(Locale.ROOT)),
                keyFile,
                decided);
        root.finish();
        if (packets < 2 * settings.log().holdPackets()) {
            // Held packets must leave buffers to elements that make packets: one that finds none here would find one on
            // the replica, and the two would differ.
            faults.add(
                    root.where("packets"),
                    "packets must be at least twice hold.packets = "
                            + settings.log().holdPackets() + ": " + packets);
        }
        failIfFaulty();
        return settings;
    }

    /**
     * What a witness is told: the group's section, and the profile.
     *
     * @param group how its views are decided
     * @param keyFile of the group; empty if it has none
     */
    public record WitnessSettings(GroupSettings group, Optional<Path> keyFile) {}

    /**
     * Reads and checks a witness's file.
     *
     * @throws SettingsException with all faults
     */
    public static WitnessSettings readWitness(final Path file) throws SettingsException {
        final SettingsFile settings = new SettingsFile(file);
        final Section root = new Section(settings.compose(), "", settings.faults);
        final Section group = root.section("group");
        final List<MemberAddress> members = settings.members(group, null);
        final Optional<Path> keyFile = GroupKeySetting.read(group, file, settings.faults);
        final Section failover = root.section("failover");
        final Optional<GroupSettings> decided =
                GroupSection.read(group, GroupSettings.WITNESS_NAME, members, isFast(failover), file, settings.faults);
        group.finish();
        failover.finish();
        root.finish();
        if (decided.isEmpty()) {
            settings.faults.add(group.mark(), "group.witness must be this witness's address and port");
        }
        settings.failIfFaulty();
        return new WitnessSettings(decided.orElseThrow(), keyFile);
    }

    private static boolean isFast(final Section failover) {
        return failover.choice("profile", "default", "fast").equals("fast");
    }

    private void failIfFaulty() throws SettingsException {
        if (!faults.isEmpty()) {
            throw new SettingsException(faults.lines());
        }
    }

    private Node compose() throws SettingsException {
        final String text;
        try {
            text = Files.readString(file);
        } catch (final IOException e) {
            throw new SettingsException(List.of(file + ":1: cannot read the settings: " + FileFailure.reason(e)));
        }
        try {
            final LoadSettings options =
                    LoadSettings.builder().setLabel(file.toString()).build();
            return new Compose(options)
                    .composeString(text)
                    .orElseThrow(() -> new SettingsException(List.of(file + ":1: the settings are empty")));
        } catch (final MarkedYamlEngineException e) {
            faults.add(e.getProblemMark(), "not YAML: " + e.getProblem());
        } catch (final YamlEngineException e) {
            faults.add(Optional.empty(), "not YAML: " + e.getMessage());
        }
        throw new SettingsException(faults.lines());
    }

    private List<MemberAddress> members(final Section group, final String node) {
        final Section members = group.section("members");
        final List<MemberAddress> addresses = new ArrayList<>();
        for (final Map.Entry<String, String> member : members.texts().entrySet()) {
            final MemberAddress address =
                    Addresses.member(member.getKey(), member.getValue(), members.where(member.getKey()), faults);
            if (address != null) {
                addresses.add(address);
            }
        }
        if (members.texts().size() != 2) {
            faults.add(
                    group.where("members"),
                    "group.members must name two nodes, the first of which starts as master: "
                            + members.texts().size());
        } else if (node != null && !members.has(node)) {
            faults.add(group.where("members"), "group.members must name this node: " + node);
        }
        return addresses;
    }

    private void checkNeighbour(final PortSettings port, final Node where, final boolean hasWitness) {
        final String neighbour = port.neighbour();
        if (neighbour.isEmpty()) {
            return;
        }
        if (!IPV4.matcher(neighbour).matches()) {
            faults.add(where, "ports.neighbour must be an IPv4 address, such as 192.0.2.1: " + neighbour);
        }
        if (!port.device().startsWith(DeviceKind.AF_PACKET.driver())) {
            faults.add(
                    where,
                    "ports.neighbour must be of a port on an interface of the kernel (" + DeviceKind.AF_PACKET.driver()
                            + "): " + port.device());
        }
        if (!hasWitness) {
            faults.add(where, "ports.neighbour must be in a group with a witness, nobody else asks: " + neighbour);
        }
    }

    private List<PortSettings> ports(
            final Section root, final int workers, final int packets, final boolean hasWitness) {
        final List<PortSettings> ports = new ArrayList<>();
        for (final Node item : root.list("ports")) {
            final Section port = new Section(item, "ports.", faults);
            final String neighbour = port.text(NEIGHBOUR, "");
            final PortSettings settings =
                    new PortSettings(port.mandatoryText("name"), port.mandatoryText("device"), neighbour);
            checkNeighbour(settings, port.where(NEIGHBOUR), hasWitness);
            ports.add(settings);
            port.finish();
        }
        if (ports.isEmpty()) {
            faults.add(root.where("ports"), "ports must list at least one port with name and device: none");
        }
        final DeviceSettings devices = DeviceSettings.defaults().withCapacityPackets(packets);
        for (final String problem : Devices.check(ports, workers, devices)) {
            faults.add(root.where("ports"), problem);
        }
        return ports;
    }

    private List<Integer> cores(final Section root, final int workers) {
        final List<Integer> cores = new ArrayList<>();
        final int available = Runtime.getRuntime().availableProcessors();
        for (final Node item : root.list("cores")) {
            final String text = item instanceof ScalarNode scalar ? scalar.getValue() : "?";
            if (text.matches("\\d{1,4}") && Integer.parseInt(text) < available) {
                cores.add(Integer.parseInt(text));
            } else {
                faults.add(item, "cores must be numbers from 0 to " + (available - 1) + ": " + text);
            }
        }
        if (!cores.isEmpty() && cores.size() != workers) {
            faults.add(root.where("cores"), "cores must be as many as workers, " + workers + ": " + cores.size());
        }
        return cores;
    }

    private Path graph(final Section root) {
        final String text = root.mandatoryText("graph");
        final Path graph = file.toAbsolutePath().resolveSibling(text);
        if (!text.isEmpty() && !Files.isReadable(graph)) {
            faults.add(root.where("graph"), "graph must be a readable file: " + graph);
        }
        return graph;
    }

    private static Map<String, String> variables(final Section root) {
        return root.section("variables").texts();
    }

    private Path runtime(final Section root, final String node) {
        final Path shared = Path.of("/dev/shm");
        final Path base = Files.isWritable(shared) ? shared : Path.of(System.getProperty("java.io.tmpdir"));
        final Path runtime =
                Path.of(root.text("runtime", base.resolve("holdfast-" + node).toString()));
        final Path parent = runtime.toAbsolutePath().getParent();
        if (parent == null || !Files.isWritable(parent)) {
            faults.add(root.where("runtime"), "runtime must be in a directory that can be written to: " + runtime);
        } else if (runtime.resolve(ControlSocketPath.NAME).toString().length() > ControlSocketPath.MAX_LENGTH) {
            faults.add(
                    root.where("runtime"),
                    "runtime must be shorter, a socket's path has at most " + ControlSocketPath.MAX_LENGTH
                            + " characters: " + runtime);
        }
        return runtime;
    }

    private LogSettings log(final Section root) {
        final Section log = root.section("log");
        final Section hold = root.section("hold");
        final LogSettings settings = new LogSettings(
                log.choice("records", "changes", "all").equals("changes") ? LogRecords.CHANGES : LogRecords.ALL,
                log.choice("capture", "headers", "full").equals("full"),
                log.integer(LogSettings.TERM_BUFFER_BYTES),
                log.integer(LogSettings.STORE_BYTES),
                hold.integer(LogSettings.HOLD_PACKETS),
                log.integer(LogSettings.ACCESS_BYTES),
                logOnDisk(log),
                replayDelayMs(log));
        log.finish();
        hold.finish();
        return settings;
    }

    private static int replayDelayMs(final Section log) {
        final int delayMs = log.integer(LogSettings.REPLAY_DELAY_MS);
        return log.choice("replay", "hot", "lazy").equals("lazy") ? delayMs : 0;
    }

    private Optional<LogOnDisk> logOnDisk(final Section log) {
        final boolean isOnDisk = log.choice("durability", "memory", "disk").equals("disk");
        final int limitMebibytes = log.integer(LogOnDisk.LIMIT_MEBIBYTES);
        final String directory = log.text("diskDirectory", "");
        if (!isOnDisk) {
            return Optional.empty();
        }
        final Path path = file.toAbsolutePath().resolveSibling(directory);
        final Path parent = path.getParent();
        if (directory.isEmpty()) {
            faults.add(log.where("durability"), "log.diskDirectory must be given with log.durability: disk");
        } else if (parent == null || !Files.isWritable(Files.exists(path) ? path : parent)) {
            faults.add(
                    log.where("diskDirectory"),
                    "log.diskDirectory must be a directory that can be written to, or can be made: " + path);
        }
        return Optional.of(new LogOnDisk(path, limitMebibytes));
    }

    private FailoverSettings failover(final Section failover, final Section takeover) {
        final FailoverSettings settings = new FailoverSettings(
                failover.integer(FailoverSettings.HEARTBEAT_INTERVAL_MS),
                failover.integer(FailoverSettings.HEARTBEAT_TIMEOUT_MS),
                failover.integer(FailoverSettings.STARTUP_LISTEN_MS),
                failover.integer(FailoverSettings.REPLICA_WAIT_MS),
                failover.integer(FailoverSettings.JOIN_TIMEOUT_MS),
                takeover.choice("resend", "off", "on").equals("on"));
        if (settings.heartbeatTimeoutMs() < 2 * settings.heartbeatIntervalMs()) {
            faults.add(
                    failover.mark(),
                    "failover.heartbeatTimeoutMs must be at least twice failover.heartbeatIntervalMs = "
                            + settings.heartbeatIntervalMs() + ": " + settings.heartbeatTimeoutMs());
        }
        failover.finish();
        takeover.finish();
        return settings;
    }
}
