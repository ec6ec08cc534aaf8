package io.holdfast.element.filter;

import io.holdfast.element.IpPrefix;
import io.holdfast.element.click.ConfigurationValues;
import io.holdfast.element.filter.Condition.Direction;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Reads one primitive: {@code [QUALIFIERS] ["[" POS[:LEN] "]"] ["&" MASK] [RELATION] [VALUE]}.
 *
 * <p>What a primitive without qualifiers leaves out is taken from the one before: {@code src port 80 or 81}.
 */
final class PrimitiveParser {
    private final FilterTokens tokens;
    private final FilterAddresses addresses;
    private PrimitiveDraft previous = new PrimitiveDraft();
    private PrimitiveDraft draft = new PrimitiveDraft();

    PrimitiveParser(final FilterTokens tokens, final FilterAddresses addresses) {
        this.tokens = tokens;
        this.addresses = addresses;
    }

    Condition parse() throws PatternException {
        final int start = tokens.position();
        draft = new PrimitiveDraft();
        final boolean isNegated = qualifiers();
        if (tokens.position() != start) {
            previous = new PrimitiveDraft();
            brackets();
        }
        mask();
        relation();
        data();
        if (tokens.position() == start) {
            throw new PatternException("empty term near '" + tokens.peek() + "'");
        }
        final Condition.Primitive primitive = draft.finish(previous);
        previous = draft;
        return isNegated ? new Condition.Not(primitive) : primitive;
    }

    /** Takes the words that say what is compared. Returns whether a "not" was among them. */
    private boolean qualifiers() throws PatternException {
        boolean isNegated = false;
        while (!tokens.isAtEnd()) {
            final String word = tokens.peek();
            final Field field = Field.named(word);
            if (field != null) {
                tokens.next();
                draft.field(field);
            } else if (FilterNames.PROTOCOLS.containsKey(word)) {
                tokens.next();
                draft.protocol(FilterNames.PROTOCOLS.get(word));
            } else if (word.equals("src") || word.equals("dst") || word.equals("dest")) {
                direction();
            } else if (word.equals("not") || word.equals("!")) {
                tokens.next();
                isNegated = !isNegated;
            } else if (word.equals("ip")) {
                tokens.next();
            } else {
                break;
            }
        }
        return isNegated;
    }

    private void direction() throws PatternException {
        if (!tokens.next().equals("src")) {
            draft.direction(Direction.DESTINATION);
            return;
        }
        final boolean isPair = tokens.peek(1).equals("dst") || tokens.peek(1).equals("dest");
        if (isPair && tokens.accept("and", "&&")) {
            tokens.next();
            draft.direction(Direction.BOTH);
        } else if (isPair && tokens.accept("or", "||")) {
            tokens.next();
            draft.direction(Direction.EITHER);
        } else {
            draft.direction(Direction.SOURCE);
        }
    }

    private void brackets() throws PatternException {
        if (!tokens.peek().equals("[") || draft.hasField()) {
            return;
        }
        tokens.next();
        final StringBuilder range = new StringBuilder();
        while (!tokens.peek().equals("]")) {
            if (tokens.isAtEnd()) {
                throw new PatternException("missing ']'");
            }
            range.append(tokens.next());
        }
        tokens.next();
        if (!range.toString().matches("\\d{1,5}([:,]\\d{1,5})?")) {
            throw new PatternException("syntax error after '[', expected '[POS]' or '[POS:LEN]'");
        }
        final String[] numbers = range.toString().split("[:,]");
        final int position = Integer.parseInt(numbers[0]);
        int length = numbers.length == 1 ? 1 : Integer.parseInt(numbers[1]);
        if (range.indexOf(",") > 0) {
            length = length - position + 1;
        }
        draft.bytes(position, length);
    }

    private void mask() throws PatternException {
        if (!tokens.peek().equals("&")) {
            return;
        }
        final OptionalLong mask = ConfigurationValues.integer(tokens.peek(1));
        if (mask.isEmpty() || mask.getAsLong() < 0 || mask.getAsLong() > 0xffff_ffffL) {
            throw new PatternException("expected a mask after '&', not '" + tokens.peek(1) + "'");
        }
        if (mask.getAsLong() == 0) {
            throw new PatternException("bitmask of 0");
        }
        tokens.next();
        tokens.next();
        draft.givenMask((int) mask.getAsLong());
    }

    private void relation() {
        switch (tokens.peek()) {
            case "=", "==" -> {}
            case "!=" -> draft.relation(Condition.Relation.EQUAL, true);
            case ">" -> draft.relation(Condition.Relation.GREATER, false);
            case "<=" -> draft.relation(Condition.Relation.GREATER, true);
            case "<" -> draft.less(false);
            case ">=" -> draft.less(true);
            default -> {
                return;
            }
        }
        draft.hasRelation();
        tokens.next();
    }

    private void data() throws PatternException {
        final String word = tokens.peek();
        if (tokens.isAtEnd() || draft.takesNoData()) {
            return;
        }
        if (lookUp(word)) {
            tokens.next();
            return;
        }
        final OptionalLong number = ConfigurationValues.integer(word);
        if (number.isPresent()) {
            if (number.getAsLong() < 0 || number.getAsLong() > 0xffff_ffffL) {
                throw new PatternException("value " + word + " out of range (0-4294967295)");
            }
            tokens.next();
            draft.number(number.getAsLong());
        } else if (!address(word)) {
            draft.refuseDanglingRelation(word);
        }
    }

    /** Takes a name of the databases; false if the word is none. */
    private boolean lookUp(final String word) throws PatternException {
        final NameMatch match = NameMatch.of(word, draft.fieldKind(), draft.namedProtocol());
        if (match == null) {
            return false;
        }
        draft.name(match);
        return true;
    }

    private boolean address(final String word) throws PatternException {
        final OptionalInt address = addresses.address(word);
        if (address.isPresent() && tokens.peek(1).equals("mask")) {
            final OptionalInt mask = addresses.address(tokens.peek(2));
            if (mask.isEmpty()) {
                throw new PatternException("expected an address after 'mask', not '" + tokens.peek(2) + "'");
            }
            tokens.next();
            tokens.next();
            tokens.next();
            draft.net(address.getAsInt(), mask.getAsInt());
            return true;
        }
        final IpPrefix prefix = addresses.prefix(word);
        if (prefix != null && (address.isEmpty() || draft.fieldKind() == Field.Kind.NET)) {
            tokens.next();
            draft.net(prefix.address(), prefix.mask());
            return true;
        }
        if (address.isPresent()) {
            tokens.next();
            draft.host(address.getAsInt());
        }
        return address.isPresent();
    }
}
