package io.holdfast.nat.drill;

import static io.holdfast.nat.drill.Reports.KILLED_NS;
import static io.holdfast.nat.drill.Reports.SECOND_NS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.holdfast.nat.traffic.FlowKind;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class DrillReportTest {
    private final RoundResult good = new Reports()
            .flow(FlowKind.LONG_LIVED, SECOND_NS, 20 * SECOND_NS, null)
            .judge();
    private final RoundResult bad = new Reports()
            .flow(FlowKind.LONG_LIVED, SECOND_NS, KILLED_NS + SECOND_NS, "wrong <content>")
            .judge();

    @Test
    void shouldAlignTheTable() {
        final String text = TextReport.of(Reports.result(null, good, bad));
        final List<String> table = text.lines()
                .dropWhile(line -> !line.startsWith("---"))
                .skip(1)
                .limit(3)
                .toList();
        assertTrue(
                table.get(0)
                        .matches(
                                "1\\s+master a\\s+connection closed\\s+3\\.0\\s+8\\.0\\s+9\\.0\\s+1\\s+0\\s+0\\s+0\\s+0\\s+0\\s+0"
                                        + "\\s+1500\\s+120\\s+2\\s+90"),
                text);
        assertTrue(table.get(2).startsWith("median"), text);
        assertTrue(table.get(2).endsWith(" 90"), text);
    }

    @Test
    void shouldSayWhetherSomethingBroke() {
        assertTrue(TextReport.of(Reports.result(null, good)).contains("Nothing broke: 1 kill, 1 flows"));
        final String broken = TextReport.of(Reports.result(null, bad));
        assertTrue(broken.contains("BROKEN: 1 flows"), broken);
        assertTrue(broken.contains("1 x LONG_LIVED: wrong <content>"), broken);
    }

    @Test
    void shouldSayWhyItCouldNotBeRun() {
        final DrillResult result = Reports.result("node a has ended\n--- node-a\nport is in use");
        assertFalse(result.ok());
        assertTrue(TextReport.of(result).contains("could not be run: node a has ended"));
        assertTrue(HtmlReport.of(result).contains("port is in use"));
    }

    @Test
    void shouldPlotOnASelfContainedPage() throws Exception {
        final String page = HtmlReport.of(Reports.result(null, good, bad));
        assertEquals(4, page.split("<svg ", -1).length - 1);
        assertTrue(page.contains("taken over"));
        assertTrue(page.contains("wrong &lt;content&gt;"));
        assertTrue(page.contains("prefers-color-scheme: dark"));
        assertFalse(
                page.contains("http://") || page.contains("https://") || page.contains("src="), "external resource");
        for (final String plot : List.of(SvgPlot.throughput(good), SvgPlot.latency(good))) {
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(plot)));
            assertFalse(plot.contains("NaN") || plot.contains("Infinity"), plot);
        }
    }

    @Test
    void shouldWriteJsonThatSaysTheSame() throws Exception {
        final ObjectMapper mapper = new ObjectMapper();
        final JsonNode json = mapper.readTree(mapper.writeValueAsString(Reports.result(null, good)));
        assertTrue(json.get("ok").asBoolean());
        assertEquals("embedded", json.get("lab").asText());
        final JsonNode round = json.get("rounds").get(0);
        assertEquals(3.0, round.get("detectedMs").asDouble(), 0.001);
        assertEquals(1, round.get("flows").get("kept").asInt());
        assertTrue(round.get("ok").asBoolean());
        assertEquals(300, round.get("timeline").size());
        assertEquals(200, json.get("settings").get("connections").asInt());
    }
}
