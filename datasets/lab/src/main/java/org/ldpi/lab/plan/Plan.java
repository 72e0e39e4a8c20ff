package org.ldpi.lab.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.ldpi.lab.LabException;
import org.ldpi.lab.scenario.Scenario;

/**
 * What a day will do, decided before it starts: the same scenario and seed give the same plan, command for command.
 *
 * @param scenario the scenario, its services placed
 * @param seed the seed
 * @param minutes length of the day
 * @param layout hosts and addresses
 * @param site web site, files and names
 * @param activities what is run, by start time
 */
public record Plan(Scenario scenario, long seed, int minutes, Layout layout, Site site, List<Activity> activities) {
    private static final long LEAD_IN_MILLIS = 500;
    private static final long LEAD_OUT_MILLIS = 8_000;
    private static final double FIRST_ATTACK = 0.05;
    private static final double LAST_ATTACK = 0.80;

    private static final Map<String, Recipe> RECIPES = new TreeMap<>();

    static {
        NormalRecipes.ALL.forEach(r -> RECIPES.put(r.name(), r));
        AttackRecipes.ALL.forEach(r -> RECIPES.put(r.name(), r));
    }

    /**
     * Decides a whole day.
     *
     * @param asked the scenario
     * @param seed the seed
     * @param minutes length of the day, minutes
     * @return the plan
     * @throws LabException if the scenario asks for an activity or tool that there is not, or for a service nobody runs
     */
    public static Plan of(Scenario asked, long seed, int minutes) throws LabException {
        Seeds seeds = new Seeds(seed);
        Scenario scenario = Placement.of(asked, seeds.random("placement"));
        Layout layout = Layout.of(scenario, seeds);
        Site site = Site.of(seeds);
        Map<String, List<Draw.Endpoint>> services = new TreeMap<>();
        for (int s = 0; s < scenario.servers().size(); s++) {
            for (Scenario.Service service : scenario.servers().get(s).services()) {
                services.computeIfAbsent(service.name(), k -> new ArrayList<>())
                        .add(new Draw.Endpoint(layout.servers().get(s), service.port()));
            }
        }
        List<Activity> drafts = new ArrayList<>();
        long dayMillis = minutes * 60_000L;
        for (int i = 0; i < scenario.normal().size(); i++) {
            Scenario.Load load = scenario.normal().get(i);
            Recipe recipe = recipe(scenario, "normal[" + i + "]", load.activity(), "", services);
            Random random = seeds.random("normal " + i + " " + load.activity());
            double at = LEAD_IN_MILLIS;
            while (load.perMinute() > 0) {
                at += -Math.log(1 - random.nextDouble()) * 60_000 / load.perMinute();
                if (at > dayMillis - LEAD_OUT_MILLIS) {
                    break;
                }
                Draw draw = new Draw(random, client(layout, random), site, services, layout.servers(), "", 0);
                drafts.add(activity(recipe, draw, (long) at));
            }
        }
        drafts.addAll(attacks(scenario, seeds, layout, site, services, dayMillis));
        drafts.sort(Comparator.comparingLong(Activity::offsetMillis).thenComparing(Activity::script));
        List<Activity> activities = new ArrayList<>();
        for (Activity draft : drafts) {
            int left = (int) Math.max(1, (dayMillis - draft.offsetMillis()) / 1000);
            activities.add(new Activity(
                    activities.size(),
                    draft.name(),
                    draft.label(),
                    draft.tool(),
                    draft.host(),
                    draft.source(),
                    draft.target(),
                    draft.ports(),
                    draft.offsetMillis(),
                    draft.services(),
                    Math.min(left, draft.limitSeconds()),
                    draft.script()));
        }
        return new Plan(scenario, seed, minutes, layout, site, List.copyOf(activities));
    }

    /** Names of all activities a scenario can ask for. */
    public static List<String> activityNames() {
        return List.copyOf(RECIPES.keySet());
    }

    private static List<Activity> attacks(
            Scenario scenario,
            Seeds seeds,
            Layout layout,
            Site site,
            Map<String, List<Draw.Endpoint>> services,
            long dayMillis)
            throws LabException {
        Random random = seeds.random("attack times");
        List<Scenario.Attack> all = new ArrayList<>();
        for (int i = 0; i < scenario.attacks().size(); i++) {
            Scenario.Attack attack = scenario.attacks().get(i);
            recipe(scenario, "attacks[" + i + "]", attack.activity(), attack.tool(), services);
            for (int t = 0; t < attack.times(); t++) {
                all.add(attack);
            }
        }
        Collections.shuffle(all, random);
        List<Host> attackers = new ArrayList<>(layout.clients());
        Collections.shuffle(attackers, random);
        List<Activity> activities = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Scenario.Attack attack = all.get(i);
            // One in each slice of the day, anywhere in the slice: spread, but not regular.
            double slice = (i + random.nextDouble()) / all.size();
            long at = (long) (dayMillis * (FIRST_ATTACK + (LAST_ATTACK - FIRST_ATTACK) * slice));
            Random own = seeds.random("attack " + i + " " + attack.activity());
            Draw draw = new Draw(
                    own,
                    attackers.get(i % attackers.size()),
                    site,
                    services,
                    layout.servers(),
                    attack.tool(),
                    attack.size());
            activities.add(activity(RECIPES.get(attack.activity()), draw, at));
        }
        return activities;
    }

    private static Recipe recipe(
            Scenario scenario, String field, String name, String tool, Map<String, List<Draw.Endpoint>> services)
            throws LabException {
        Recipe recipe = RECIPES.get(name);
        if (recipe == null) {
            throw new LabException(scenario.name() + ": " + field + ".activity: '" + name + "' is none of "
                    + String.join(", ", RECIPES.keySet()));
        }
        if (!tool.isEmpty() && !recipe.tools().contains(tool)) {
            throw new LabException(scenario.name() + ": " + field + ".tool: '" + tool + "' is none of "
                    + String.join(", ", recipe.tools()));
        }
        for (String service : recipe.services()) {
            if (!services.containsKey(service)) {
                throw new LabException(
                        scenario.name() + ": " + field + ": " + name + " needs a server that runs " + service);
            }
        }
        return recipe;
    }

    private static Activity activity(Recipe recipe, Draw draw, long at) {
        Task task = recipe.maker().make(draw);
        return new Activity(
                0,
                recipe.name(),
                task.label(),
                task.tool(),
                draw.client().name(),
                draw.client().ip4(),
                task.target(),
                task.ports(),
                at,
                recipe.services(),
                task.limitSeconds(),
                task.script());
    }

    private static Host client(Layout layout, Random random) {
        double total = layout.clients().stream().mapToDouble(Host::weight).sum();
        double drawn = random.nextDouble() * total;
        for (Host client : layout.clients()) {
            drawn -= client.weight();
            if (drawn < 0) {
                return client;
            }
        }
        return layout.clients().get(layout.clients().size() - 1);
    }
}
