package io.holdfast.element.control;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.HandlerValues;
import io.holdfast.element.Handlers;
import io.holdfast.element.Parameter;
import io.holdfast.element.Task;
import io.holdfast.element.Timer;
import io.holdfast.element.click.ConfigurationText;
import io.holdfast.packet.PacketBatch;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a program of handler calls: at the start, when asked, or when the driver is to stop.
 *
 * <p>Its packets, if any are pushed to it, are dropped.
 */
final class Script extends Element {
    static final Parameter<String> TYPE = Parameter.keyword(
            "TYPE",
            ArgumentTypes.TEXT,
            "ACTIVE",
            "",
            "ACTIVE: runs at the start; PASSIVE: when asked; DRIVER: decides when to stop; "
                    + "SIGNAL NAME...: runs when the process gets one of these signals (INT, TERM, HUP, USR2), not on a node");
    static final Parameter<String> INSTRUCTIONS = Parameter.rest(
            "INSTRUCTION",
            "set, init, print, printn, read, write, save, append, pause, wait, label, goto, loop, exit, end, stop, return, error");

    private static final int MAX_JUMPS = 1000;

    private final boolean isAlwaysDriver;
    private final List<ScriptInstruction> program = new ArrayList<>();
    private List<String> signals = List.of();
    private boolean isDriver;
    private boolean isPassive;
    private ElementContext context;
    private ScriptState state;
    private ScriptText texts;
    private Task task;
    private Timer timer;
    private String arguments = "";
    private String result = "";
    private boolean hasStopped;

    private Script(final boolean isAlwaysDriver) {
        this.isAlwaysDriver = isAlwaysDriver;
    }

    static Script ofAnyType() {
        return new Script(false);
    }

    static Script forDriver() {
        return new Script(true);
    }

    @Override
    public void configure(final Arguments newArguments) {
        configureType(newArguments);
        for (final String argument : newArguments.rest()) {
            final ScriptInstruction instruction = ScriptInstruction.parse(argument);
            if (instruction == null) {
                newArguments.error("syntax error at '" + argument + "'");
            } else {
                program.add(instruction);
            }
        }
        for (final ScriptInstruction instruction : program) {
            checkTarget(instruction, newArguments);
        }
        if (isDriver) {
            addDriverEnd();
        }
    }

    private void configureType(final Arguments newArguments) {
        final List<String> words = ConfigurationText.words(newArguments.get(TYPE));
        final String type = words.isEmpty() ? "" : words.getFirst();
        isDriver = isAlwaysDriver || type.equals("DRIVER");
        isPassive = type.equals("PASSIVE") || type.equals("SIGNAL");
        if (!isDriver && !isPassive && !type.equals("ACTIVE")) {
            newArguments.error("TYPE: must be ACTIVE, PASSIVE, DRIVER or SIGNAL: " + type);
        } else if (type.equals("SIGNAL")) {
            signals = words.subList(1, words.size());
            if (signals.isEmpty()) {
                newArguments.error("TYPE SIGNAL: names of signals expected");
            }
        } else if (words.size() > 1) {
            newArguments.error("TYPE: one word expected: " + newArguments.get(TYPE));
        }
    }

    private void checkTarget(final ScriptInstruction instruction, final Arguments newArguments) {
        if (instruction.operation() == ScriptInstruction.Operation.GOTO
                && instruction.firstWord().indexOf('$') < 0
                && target(instruction.firstWord()) == NOWHERE) {
            newArguments.error("no such label '" + instruction.firstWord() + "'");
        }
    }

    /** A driver's program without an instruction waits for a request to stop; every one ends with a stop. */
    private void addDriverEnd() {
        if (program.isEmpty()) {
            program.add(new ScriptInstruction(ScriptInstruction.Operation.PAUSE, ""));
        }
        program.add(new ScriptInstruction(ScriptInstruction.Operation.STOP, ""));
    }

    @Override
    public void initialize(final ElementContext newContext) {
        context = newContext;
        state = new ScriptState(context);
        texts = new ScriptText(this::variable, this::handlerValue);
        task = context.task(this::runOn);
        timer = context.timer(this::onTime);
        if (isDriver) {
            context.manageDriver(this::onStopRequest);
        }
        for (final String signal : signals) {
            final String refusal = context.onSignal(signal, "run");
            if (refusal != null) {
                context.error(refusal);
            }
        }
        runInitializations();
        if (!isPassive) {
            task.schedule();
        } else {
            state.instruction(program.size());
        }
    }

    private void runInitializations() {
        for (final ScriptInstruction instruction : program) {
            if (instruction.operation() == ScriptInstruction.Operation.INIT) {
                state.variables().put(instruction.firstWord(), instruction.restOfText());
            } else if (instruction.operation() == ScriptInstruction.Operation.INITQ) {
                state.variables().put(instruction.firstWord(), ConfigurationText.unquote(instruction.restOfText()));
            }
        }
        if (!state.save()) {
            context.error("variables need more than " + ScriptState.MAX_VARIABLE_BYTES + " bytes");
        }
    }

    /** A request to stop is a step; the driver stops when the program says so. */
    private boolean onStopRequest() {
        if (!hasStopped) {
            step(1);
        }
        return hasStopped || state.instruction() >= program.size();
    }

    private void onTime() {
        state.instruction(state.instruction() + 1);
        runOn();
    }

    /** Passes blocking instructions: the one at hand, and so many more. */
    private void step(final int count) {
        final int index = state.instruction();
        if (index >= program.size()) {
            return;
        }
        switch (program.get(index).operation()) {
            case PAUSE -> {
                final int left = state.steps() - count;
                state.steps(Math.max(0, left));
                if (left <= 0) {
                    state.instruction(index + 1);
                    runOn();
                }
            }
            case WAIT -> {
                timer.clear();
                state.instruction(index + 1);
                runOn();
            }
            default -> runOn();
        }
    }

    /** Runs until an instruction waits, or the program ends. */
    private void runOn() {
        state.load();
        final ScriptRun run = new ScriptRun();
        while (run.goesOn && state.instruction() < program.size()) {
            final int index = state.instruction();
            state.instruction(index + 1);
            try {
                run.execute(program.get(index), index);
            } catch (final IllegalArgumentException e) {
                context.chatter(landmark() + ": '" + name() + "' instruction '"
                        + program.get(index).operation().name().toLowerCase(java.util.Locale.ROOT) + "': "
                        + e.getMessage());
            }
        }
        if (!state.save()) {
            context.chatter(name() + ": variables need more than " + ScriptState.MAX_VARIABLE_BYTES
                    + " bytes: those set last are lost");
        }
    }

    private static final int NOWHERE = -1;

    private int target(final String label) {
        switch (label) {
            case "begin" -> {
                return 0;
            }
            case "exit", "end", "error" -> {
                return program.size();
            }
            default -> {
                for (int i = 0; i < program.size(); i++) {
                    if (program.get(i).operation() == ScriptInstruction.Operation.LABEL
                            && program.get(i).text().equals(label)) {
                        return i;
                    }
                }
                return NOWHERE;
            }
        }
    }

    private String variable(final String name) {
        switch (name) {
            case "?" -> {
                return Integer.toString(state.status());
            }
            case "args" -> {
                return arguments;
            }
            case "#" -> {
                return Integer.toString(ConfigurationText.words(arguments).size());
            }
            default -> {
                if (name.matches("[1-9]\\d{0,3}")) {
                    final List<String> words = ConfigurationText.words(arguments);
                    final int number = Integer.parseInt(name);
                    return number > words.size() ? "" : words.get(number - 1);
                }
                return state.variables().get(name);
            }
        }
    }

    private String handlerValue(final String call) {
        final String[] words = call.split("\\s+", 2);
        return context.readHandler(local(words[0]), words.length < 2 ? "" : words[1])
                .stripTrailing();
    }

    /** A handler without an element is the script's own. */
    private String local(final String handler) {
        return handler.indexOf('.') < 0 ? name() + "." + handler : handler;
    }

    private String runWith(final String newArguments) {
        arguments = newArguments;
        result = "";
        state.instruction(0);
        runOn();
        return result;
    }

    @Override
    public void push(final int input, final PacketBatch batch) {
        batch.free();
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.write("step", "passes the instruction that waits; a number: so many", text -> {
            final String count = text.strip();
            step(
                    count.isEmpty() || count.equals("router")
                            ? 1
                            : HandlerValues.value(count, ArgumentTypes.integer(0, Integer.MAX_VALUE)));
        });
        handlers.write("goto", "goes on at a label", text -> {
            final int index = target(text.strip());
            if (index == NOWHERE) {
                throw new IllegalArgumentException("no such label '" + text.strip() + "'");
            }
            timer.clear();
            state.instruction(index);
            runOn();
        });
        handlers.readWith("run", "runs the script; answers what it returns", this::runWith);
        handlers.write("run", "runs the script", this::runWith);
        handlers.readWith("get", "value of a variable", name -> {
            state.load();
            return state.variables().getOrDefault(name.strip(), "");
        });
        handlers.write("set", "sets a variable", text -> {
            final String[] words = text.strip().split("\\s+", 2);
            state.load();
            state.variables().put(words[0], words.length < 2 ? "" : words[1]);
            if (!state.save()) {
                throw new IllegalArgumentException(
                        "variables need more than " + ScriptState.MAX_VARIABLE_BYTES + " bytes");
            }
        });
        handlers.read(
                "now",
                "time in seconds",
                () -> String.format(
                        java.util.Locale.ROOT,
                        "%d.%09d",
                        context.timeNs() / 1_000_000_000,
                        context.timeNs() % 1_000_000_000));
        handlers.readWith(
                "random",
                "a random number, less than the argument if there is one",
                text -> Long.toString(Long.remainderUnsigned(
                        context.nextRandom(),
                        text.isBlank()
                                ? 1L << 31
                                : HandlerValues.value(text, ArgumentTypes.longInteger(1, Long.MAX_VALUE)))));
        ScriptArithmetic.addHandlers(handlers);
    }

    /** The instructions from one wait to the next. */
    private final class ScriptRun {
        private boolean goesOn = true;
        private int jumps;

        void execute(final ScriptInstruction instruction, final int index) {
            switch (instruction.operation()) {
                case SET -> set(instruction, false);
                case SETQ -> set(instruction, true);
                case INIT, INITQ, LABEL -> {}
                case PRINT -> print(instruction.text(), "\n", false);
                case PRINTN -> print(instruction.text(), "", false);
                case PRINTQ -> print(instruction.text(), "\n", true);
                case READ, READQ -> read(instruction.text());
                case WRITE -> write(instruction.text(), false);
                case WRITEQ -> write(instruction.text(), true);
                case SAVE -> save(instruction, false);
                case APPEND -> save(instruction, true);
                case PAUSE -> pause(instruction.text(), index);
                case WAIT -> await(instruction.text(), index);
                case GOTO -> jumpTo(instruction.text());
                case LOOP -> jump(0);
                case EXIT, END -> jump(program.size());
                case STOP -> stop();
                case RETURN -> finish(texts.expand(instruction.text()));
                case RETURNQ -> finish(ConfigurationText.unquote(texts.expand(instruction.text())));
                case ERROR, ERRORQ -> {
                    context.chatter(ConfigurationText.unquote(texts.expand(instruction.text())));
                    jump(program.size());
                }
                default -> throw new IllegalStateException("unknown: " + instruction.operation());
            }
        }

        private void set(final ScriptInstruction instruction, final boolean unquotes) {
            final String value = texts.expand(instruction.restOfText());
            state.variables().put(instruction.firstWord(), unquotes ? ConfigurationText.unquote(value) : value);
        }

        private void print(final String text, final String end, final boolean isText) {
            final ScriptInstruction parts = new ScriptInstruction(ScriptInstruction.Operation.PRINT, text);
            String file = null;
            String what = text;
            if (text.startsWith(">")) {
                file = parts.firstWord();
                what = parts.restOfText();
            }
            final String expanded = texts.expand(what);
            final boolean isHandler = !isText && what.matches("(?s)[A-Za-z@_].*");
            final String value = isHandler ? handlerValue(expanded) : ConfigurationText.unquote(expanded);
            if (file == null) {
                context.print(value + end);
                return;
            }
            final boolean append = file.startsWith(">>");
            final String fault = context.print(
                    ConfigurationText.unquote(texts.expand(file.substring(append ? 2 : 1))), append, value + end);
            if (fault != null) {
                throw new IllegalArgumentException(fault);
            }
        }

        private void read(final String text) {
            final String call = texts.expand(text);
            context.chatter(call.split("\\s+", 2)[0] + ":\n" + handlerValue(call) + "\n");
        }

        private void write(final String text, final boolean unquotes) {
            final String[] words = texts.expand(text).split("\\s+", 2);
            final String value = words.length < 2 ? "" : words[1];
            try {
                context.writeHandler(local(words[0]), unquotes ? ConfigurationText.unquote(value) : value);
                state.status(0);
            } catch (final IllegalArgumentException e) {
                state.status(-1);
                throw e;
            }
        }

        private void save(final ScriptInstruction instruction, final boolean append) {
            final String fault = context.print(
                    ConfigurationText.unquote(texts.expand(instruction.restOfText())),
                    append,
                    handlerValue(texts.expand(instruction.firstWord())) + "\n");
            if (fault != null) {
                throw new IllegalArgumentException(fault);
            }
        }

        private void pause(final String text, final int index) {
            final String count = texts.expand(text);
            state.steps(count.isEmpty() ? 1 : HandlerValues.value(count, ArgumentTypes.integer(1, Integer.MAX_VALUE)));
            state.instruction(index);
            goesOn = false;
        }

        private void await(final String text, final int index) {
            final long waitNs = HandlerValues.value(texts.expand(text), ArgumentTypes.DURATION_NS);
            state.instruction(index);
            timer.schedule(context.timeNs() + waitNs);
            goesOn = false;
        }

        private void jumpTo(final String text) {
            final String[] words = texts.expand(text).split("\\s+", 2);
            if (words.length > 1 && !HandlerValues.bool(words[1])) {
                return;
            }
            final int index = target(words[0]);
            if (index == NOWHERE) {
                throw new IllegalArgumentException("no such label '" + words[0] + "'");
            }
            jump(index);
        }

        private void jump(final int index) {
            state.instruction(index);
            if (++jumps > MAX_JUMPS) {
                state.instruction(program.size());
                throw new IllegalArgumentException("possible infinite loop, script stopped");
            }
        }

        private void stop() {
            hasStopped |= isDriver;
            state.instruction(program.size());
            context.requestStop();
            goesOn = false;
        }

        private void finish(final String value) {
            result = value;
            state.instruction(program.size());
        }
    }
}
