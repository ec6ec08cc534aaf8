/**
 * Syntax of the Click configuration language. What the words mean is decided by the classes that read the tree
 * (ScopeReader and its helpers): names, ports and scopes need declarations that a grammar cannot see.
 *
 * A fault of syntax ends its statement: StatementRecovery reports it and goes on with the next one.
 */
parser grammar ClickParser;

options {
    tokenVocab = ClickLexer;
}

@rulecatch {
    catch (RecognitionException e) {
        _localctx.exception = e;
        throw e;
    }
}

file: (statement | strayEnd)* EOF;

statement
    : connection
    | elementClass
    | requirement
    | definition
    | SEMICOLON
    | stray
    ;
    catch [RecognitionException e] {
        _localctx.exception = e;
        _errHandler.reportError(this, e);
        _errHandler.recover(this, e);
    }

/** What no statement can begin with. */
stray
    : COMMA
    | CLOSE_PORTS
    | CLOSE_GROUP
    | BAR
    | DASH
    | DECLARES
    | ELLIPSIS
    | PROVIDE
    | VARIABLE
    | CONFIG
    | OTHER
    ;

strayEnd: CLOSE_COMPOUND | ALTERNATIVE;

elementClass: ELEMENTCLASS IDENT (compound | synonym = IDENT);

requirement: REQUIRE CONFIG;

definition: DEFINE CONFIG;

/** A chain; an empty place at its start or end means the compound's input or output. */
connection
    : elements (arrow elements)* trailing = arrow?
    | leading = arrow elements (arrow elements)* trailing = arrow?
    | leading = arrow
    ;

arrow: ARROW | WIDE_ARROW;

elements: element (COMMA element)*;

element
    : input = ports? name CONFIG? output = ports?                         # reference
    | input = ports? name DECLARES elementType CONFIG? output = ports?    # declaration
    | ports                                                               # implied
    ;

name: IDENT | compound | group;

elementType: IDENT | compound;

ports: OPEN_PORTS (portRange (COMMA portRange)* open = COMMA?)? CLOSE_PORTS;

portRange: first = IDENT (DASH last = IDENT)?;

group: OPEN_GROUP statement* CLOSE_GROUP;

compound: OPEN_COMPOUND body (ALTERNATIVE body)* CLOSE_COMPOUND;

body: ELLIPSIS | formals? statement*;

formals: formal (COMMA formal)* COMMA? BAR | BAR;

formal: IDENT? VARIABLE;
