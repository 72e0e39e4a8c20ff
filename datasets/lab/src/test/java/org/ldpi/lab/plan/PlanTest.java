package org.ldpi.lab.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.ldpi.lab.LabException;
import org.ldpi.lab.scenario.Scenario;
import org.ldpi.lab.scenario.ScenarioReader;

class PlanTest {
    private static Scenario testDay() throws LabException {
        return ScenarioReader.read("small-attacks");
    }

    @Test
    void theSameSeedGivesTheSamePlanCommandForCommand() throws LabException {
        assertEquals(Plan.of(testDay(), 7, 4), Plan.of(testDay(), 7, 4));
    }

    @Test
    void anotherSeedGivesOtherAddressesTimesAndAttackers() throws LabException {
        Plan one = Plan.of(testDay(), 7, 4);
        Plan other = Plan.of(testDay(), 8, 4);
        assertNotEquals(
                one.layout().serverSubnet().prefix4(),
                other.layout().serverSubnet().prefix4());
        assertNotEquals(offsets(one), offsets(other));
        assertNotEquals(attackers(one), attackers(other));
    }

    @Test
    void anActivityMoreLeavesTheOthersAsTheyWere() throws LabException {
        Scenario scenario = testDay();
        List<Scenario.Load> more = new ArrayList<>(scenario.normal());
        more.add(new Scenario.Load("ping", 30));
        Scenario longer = new Scenario(
                scenario.name(),
                scenario.description(),
                scenario.day(),
                scenario.seed(),
                scenario.minutes(),
                scenario.segments(),
                scenario.snaplen(),
                scenario.encapsulation(),
                scenario.shuffled(),
                scenario.networks(),
                scenario.servers(),
                more,
                scenario.attacks());
        Set<String> before = scripts(Plan.of(scenario, 7, 4));
        assertTrue(scripts(Plan.of(longer, 7, 4)).containsAll(before));
    }

    @Test
    void everyAttackerAlsoDoesNormalThingsBeforeAndAfter() throws LabException {
        Plan plan = Plan.of(testDay(), testDay().seed(), 4);
        for (Activity attack : plan.activities()) {
            if (attack.malicious()) {
                assertTrue(
                        plan.activities().stream()
                                .anyMatch(a -> !a.malicious()
                                        && a.host().equals(attack.host())
                                        && a.offsetMillis() < attack.offsetMillis()),
                        attack + " has nothing normal before it");
                assertTrue(
                        plan.activities().stream()
                                .anyMatch(a -> !a.malicious()
                                        && a.host().equals(attack.host())
                                        && a.offsetMillis() > attack.offsetMillis()),
                        attack + " has nothing normal after it");
            }
        }
    }

    @Test
    void everythingIsBoundedInTimeAndEndsWithTheDay() throws LabException {
        for (Activity activity : Plan.of(testDay(), 7, 4).activities()) {
            assertTrue(activity.offsetMillis() + activity.limitSeconds() * 1000L <= 4 * 60_000L, activity.toString());
        }
    }

    @Test
    void everyShippedDayCanBePlanned() throws LabException {
        for (String name : ScenarioReader.SHIPPED) {
            Scenario scenario = ScenarioReader.read(name);
            Plan plan = Plan.of(scenario, scenario.seed(), scenario.minutes());
            // A day to look at the attacks with is a quiet one.
            int perMinute = name.equals("every-attack") ? 20 : 100;
            assertTrue(plan.activities().size() > perMinute * scenario.minutes(), name);
        }
    }

    @Test
    void theSeedDecidesWhichServerRunsWhichServiceAndNoneIsLost() throws LabException {
        Scenario scenario = ScenarioReader.read("train-one");
        List<Scenario.Server> one = Plan.of(scenario, 1, 1).scenario().servers();
        List<Scenario.Server> other = Plan.of(scenario, 2, 1).scenario().servers();
        assertNotEquals(one, other);
        assertEquals(services(scenario.servers()), services(one));
        assertEquals(services(scenario.servers()), services(other));
        for (Scenario.Server server : one) {
            List<Integer> ports =
                    server.services().stream().map(Scenario.Service::port).toList();
            assertEquals(ports.size(), Set.copyOf(ports).size(), server + " has a port twice");
            assertTrue(!ports.isEmpty(), server.name());
        }
    }

    private static List<String> services(List<Scenario.Server> servers) {
        return servers.stream()
                .flatMap(server -> server.services().stream())
                .map(Scenario.Service::toString)
                .sorted()
                .toList();
    }

    @Test
    void whatAHostIsLikeDoesNotDependOnTheAttacks() throws LabException {
        Scenario mixed = testDay();
        assertEquals(
                Plan.of(mixed, 7, 4).layout(),
                Plan.of(withAttacks(mixed, List.of()), 7, 4).layout());
    }

    @Test
    void everyAttackIsDoneWithEveryToolByAShippedScenario() throws LabException {
        Set<String> planned = ScenarioReader.read("every-attack").attacks().stream()
                .map(attack -> attack.activity() + " by " + attack.tool())
                .collect(Collectors.toSet());
        Set<String> known = AttackRecipes.ALL.stream()
                .flatMap(recipe -> recipe.tools().stream().map(tool -> recipe.name() + " by " + tool))
                .collect(Collectors.toSet());
        assertEquals(known, planned);
    }

    @Test
    void groupsTellActivitiesApart() throws LabException {
        List<Activity> activities = Plan.of(testDay(), 7, 4).activities();
        assertEquals(
                activities.size(),
                activities.stream().map(Activity::group).distinct().count());
    }

    @Test
    void aScenarioThatAsksForWhatThereIsNotIsRefused() {
        assertEquals(
                "small-attacks: attacks[0].activity: 'teleport' is none of",
                refusal(new Scenario.Attack("teleport", 1, "", 1)).substring(0, 57));
        assertEquals(
                "small-attacks: attacks[0].tool: 'curl' is none of nmap",
                refusal(new Scenario.Attack("syn-scan", 1, "curl", 1)));
    }

    @Test
    void aFloodOfEchoesFromBorrowedAddressesIsManyFlows() throws LabException {
        Plan plan =
                Plan.of(withAttacks(testDay(), List.of(new Scenario.Attack("icmp-flood", 20, "hping3", 300))), 1, 4);
        List<Long> senders = plan.activities().stream()
                .filter(Activity::malicious)
                .map(flood -> Pattern.compile(" -a (\\S+) ")
                        .matcher(flood.script())
                        .results()
                        .map(found -> found.group(1))
                        .distinct()
                        .count())
                .toList();
        assertTrue(senders.stream().filter(count -> count >= 20).count() >= 10, senders.toString());
        assertTrue(senders.contains(0L), "some come from the host's own address: " + senders);
    }

    private static Scenario withAttacks(Scenario s, List<Scenario.Attack> attacks) {
        return new Scenario(
                s.name(),
                s.description(),
                s.day(),
                s.seed(),
                s.minutes(),
                s.segments(),
                s.snaplen(),
                s.encapsulation(),
                s.shuffled(),
                s.networks(),
                s.servers(),
                s.normal(),
                attacks);
    }

    private static String refusal(Scenario.Attack attack) {
        return assertThrows(LabException.class, () -> {
                    Plan.of(withAttacks(testDay(), List.of(attack)), 1, 1);
                })
                .getMessage();
    }

    private static List<Long> offsets(Plan plan) {
        return plan.activities().stream().map(Activity::offsetMillis).toList();
    }

    private static List<String> attackers(Plan plan) {
        return plan.activities().stream()
                .filter(Activity::malicious)
                .map(a -> a.name() + a.host())
                .toList();
    }

    private static Set<String> scripts(Plan plan) {
        return plan.activities().stream()
                .map(a -> a.offsetMillis() + a.host() + a.script())
                .collect(Collectors.toSet());
    }
}
