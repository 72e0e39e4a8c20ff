package org.ldpi.shell.gogo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ldpi.shell.command.CommandFailure;

class ArgumentsTest {
    private static final Set<String> VALUED = Set.of("-n", "--speed");
    private static final Set<String> FLAGS = Set.of("--wait");

    private static Arguments parse(Object... words) throws CommandFailure {
        return Arguments.parse(List.of(words), VALUED, FLAGS);
    }

    private static String refusal(Object... words) {
        return assertThrows(CommandFailure.class, () -> parse(words)).getMessage();
    }

    @Test
    void optionsFlagsAndTheOperandComeInAnyOrder() throws CommandFailure {
        Arguments arguments = parse("--wait", "a.pcap", "--speed", 2.5, "-n", "7");
        assertTrue(arguments.has("--wait"));
        assertEquals("a.pcap", arguments.operand("the file"));
        assertEquals(2.5, arguments.number("--speed", 0));
        assertEquals(7, arguments.integer("-n", 20));
    }

    @Test
    void whatIsNotGivenHasItsDefault() throws CommandFailure {
        Arguments arguments = parse();
        assertFalse(arguments.has("--wait"));
        assertEquals(20, arguments.integer("-n", 20));
        assertEquals(
                "the file is missing",
                assertThrows(CommandFailure.class, () -> arguments.operand("the file"))
                        .getMessage());
    }

    @Test
    void whatCannotBeMeantIsRefusedByName() throws CommandFailure {
        assertEquals("there is no option --fast", refusal("--fast"));
        assertEquals("--speed needs a value", refusal("--speed"));
        assertEquals("one word too many: b.pcap", refusal("a.pcap", "b.pcap"));
        Arguments arguments = parse("-n", "many");
        assertEquals(
                "-n: 'many' is not a whole number",
                assertThrows(CommandFailure.class, () -> arguments.integer("-n", 20))
                        .getMessage());
    }
}
