package org.ldpi.threshold;

import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.detector.VerdictListener;
import org.ldpi.api.threshold.ThresholdPolicy;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The alert budget as a service. It observes how many flows a host opens in a day and registers the policy anew when that
 * number has changed by a fifth, so that the threshold follows; the new one is there before the old one goes.
 */
@Component(service = VerdictListener.class, immediate = true, configurationPid = AlertBudgetComponent.PID)
@Designate(ocd = AlertBudgetConfiguration.class)
public final class AlertBudgetComponent implements VerdictListener {
    static final String PID = "org.ldpi.threshold.budget";

    private static final Logger LOG = LoggerFactory.getLogger(AlertBudgetComponent.class);
    private static final double CHANGE = 0.2;
    /** Verdicts between two looks at the rate. */
    private static final int LOOK = 256;

    private final BundleContext context;
    private final FlowRate rate = new FlowRate();
    private final Object policies = new Object();
    private ServiceRegistration<ThresholdPolicy> registration;
    private double budget = AlertBudget.DEFAULT_BUDGET;
    private double configuredFlows;
    private double confidence = AlertBudget.DEFAULT_CONFIDENCE;
    private double flowsInForce;
    private int verdicts;
    private double lastObserved;
    private final ExecutorService registering = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "ldpi-alert-budget");
        thread.setDaemon(true);
        return thread;
    });

    @Activate
    public AlertBudgetComponent(BundleContext context, AlertBudgetConfiguration configuration) {
        this.context = context;
        synchronized (policies) {
            register(policy(budget, 0, confidence, 0), 0);
        }
        configure(configuration);
    }

    /** Options that cannot be are refused as a whole: those before stay in force. */
    @Modified
    void configure(AlertBudgetConfiguration configuration) {
        synchronized (policies) {
            try {
                double flows = configuration.flows() > 0 ? 0 : flowsInForce;
                ThresholdPolicy policy =
                        policy(configuration.budget(), configuration.flows(), configuration.confidence(), flows);
                budget = configuration.budget();
                configuredFlows = configuration.flows();
                confidence = configuration.confidence();
                register(policy, flows);
            } catch (IllegalArgumentException e) {
                LOG.error("{}: configuration refused: {}", PID, e.getMessage());
            }
        }
    }

    private static AlertBudget policy(double budget, double configured, double confidence, double observed) {
        if (configured != 0) {
            return new AlertBudget(budget, configured, false, confidence);
        }
        return observed > 0
                ? new AlertBudget(budget, observed, true, confidence)
                : new AlertBudget(budget, AlertBudget.DEFAULT_FLOWS, false, confidence);
    }

    private void register(ThresholdPolicy policy, double flows) {
        ServiceRegistration<ThresholdPolicy> before = registration;
        registration = context.registerService(
                ThresholdPolicy.class,
                policy,
                FrameworkUtil.asDictionary(Map.of(ThresholdPolicy.NAME, AlertBudget.POLICY)));
        flowsInForce = flows;
        if (before != null) {
            before.unregister();
        }
    }

    @Deactivate
    void deactivate() {
        registering.shutdown();
        synchronized (policies) {
            registration.unregister();
            registration = null;
        }
    }

    /** In the scoring thread, which is the only one that observes. */
    @Override
    public void onVerdict(Verdict verdict) {
        rate.add(verdict);
        if (++verdicts % LOOK != 0) {
            return;
        }
        double observed = rate.estimate();
        if (observed > 0 && Math.abs(observed - lastObserved) > CHANGE * lastObserved) {
            lastObserved = observed;
            // Whoever hears of the new policy fits its tail: not in the scoring thread.
            registering.execute(() -> follow(observed));
        }
    }

    private void follow(double observed) {
        synchronized (policies) {
            if (configuredFlows == 0 && registration != null) {
                register(policy(budget, 0, confidence, observed), observed);
            }
            flowsInForce = observed;
        }
    }
}
