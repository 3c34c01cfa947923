package helpsteer.study.overoptimization;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a study of over-optimisation found. Rewards are in standard deviations of the reference policy's.
 *
 * @param world which responses there are, and what the gold reward is
 * @param settings all that decides over the numbers
 * @param proxies a result for each number of pairs, rising
 */
public record OveroptimizationReport(String world, Map<String, String> settings, List<ProxyResult> proxies) {
    public OveroptimizationReport {
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
        proxies = List.copyOf(proxies);
    }
}
