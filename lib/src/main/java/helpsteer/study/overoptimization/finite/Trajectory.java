package helpsteer.study.overoptimization.finite;

import helpsteer.study.overoptimization.RewardCurve;
import java.util.ArrayList;
import java.util.List;

/**
 * A policy on its way through training, beginning as the reference policy.
 *
 * @param points after no update, one, two, …
 */
record Trajectory(List<Point> points) {
    /** KL, gold and proxy reward of the policy, exact. */
    record Point(double kl, double gold, double proxy) {
        private Point towards(Point next, double kl) {
            double from = Math.sqrt(this.kl);
            double share = (Math.sqrt(kl) - from) / (Math.sqrt(next.kl) - from);
            return new Point(kl, gold + share * (next.gold - gold), proxy + share * (next.proxy - proxy));
        }
    }

    Trajectory {
        points = List.copyOf(points);
    }

    /** Where training ended. */
    Point end() {
        return points.get(points.size() - 1);
    }

    /** Gold and proxy where each KL was first reached, between two updates by straight lines over the root of the KL. */
    RewardCurve.Run at(double[] kl) {
        List<Double> gold = new ArrayList<>();
        List<Double> proxy = new ArrayList<>();
        int at = 1;
        for (double wanted : kl) {
            while (at < points.size() && points.get(at).kl < wanted) {
                at++;
            }
            if (at == points.size()) {
                break;
            }
            Point between = points.get(at - 1).towards(points.get(at), wanted);
            gold.add(between.gold);
            proxy.add(between.proxy);
        }
        return RewardCurve.Run.ofMeans(gold, proxy);
    }
}
