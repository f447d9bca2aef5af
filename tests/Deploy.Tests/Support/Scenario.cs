using System.Text.Json;
using DsMip.Deploy.Tests.Models;

namespace DsMip.Deploy.Tests.Support;

/// <summary>An hour of metrics of a cluster in which nothing is wrong, but for what is changed.</summary>
internal sealed class Scenario
{
    /// <summary>Values of a counter or gauge that stay as they are, in the notation of promtool.</summary>
    private const string Minutes = "x60";

    private readonly Dictionary<string, string> _series = [];

    public Scenario()
    {
        foreach (var pod in new[] { "control-0", "control-1", "control-2", "edge-0", "edge-1", "admin-0" })
        {
            With("up", pod, "1" + Minutes).With("dsmip_cluster_certificate_expiry_timestamp_seconds", pod, "10000000000" + Minutes).With("dsmip_clock_offset_seconds", pod, "0.01" + Minutes);
            foreach (var reason in new[] { "QueueFull", "StaleMessage", "NoCluster", "SecurityFailure" }) With("dsmip_drops_total", pod, "3" + Minutes, reason);
            if (pod.StartsWith("control", StringComparison.Ordinal))
                With("dsmip_persistence_failures_total", pod, "2" + Minutes).With("dsmip_edges_silent", pod, "0" + Minutes).With("dsmip_unreadable_bindings_total", pod, "0" + Minutes)
                    .With("dsmip_name_updates_total", pod, "0+10x60", "Performed").With("dsmip_name_updates_total", pod, "1" + Minutes, "UpdateFailed")
                    .With("dsmip_switches_total", pod, "1" + Minutes, "Expired").With("dsmip_source_translation", pod, "0" + Minutes).With("dsmip_insecure_signalling", pod, "0" + Minutes);
            if (pod.StartsWith("edge", StringComparison.Ordinal)) With("dsmip_edge_blocks", pod, "2" + Minutes).With("dsmip_edge_sync_failures_total", pod, "1" + Minutes);
        }
    }

    /// <param name="pod">Such as <c>control-0</c>.</param>
    /// <param name="values">One a minute, as promtool writes them: <c>0+1x60</c>.</param>
    /// <param name="reason">Value of the label of that metric, if it has one.</param>
    /// <param name="release">Whose pod it is.</param>
    public Scenario With(string metric, string pod, string values, string? reason = null, string release = "trial")
    {
        var service = pod[..pod.LastIndexOf('-')];
        _series[$"{metric}{{namespace=\"mobile\",service=\"{release}-dsmip-{service}\",pod=\"{release}-dsmip-{pod}\"{(reason is null ? "" : $",{Label(metric)}=\"{reason}\"")}}}"] = values;
        return this;
    }

    private static string Label(string metric) => metric switch
    {
        "dsmip_name_updates_total" => "status",
        "dsmip_switches_total" => "end",
        _ => "reason",
    };

    public Scenario Without(string metric, string service)
    {
        foreach (var name in _series.Keys.Where(name => name.StartsWith($"{metric}{{", StringComparison.Ordinal) && name.Contains($"-{service}\"", StringComparison.Ordinal)).ToArray()) _series.Remove(name);
        return this;
    }

    /// <summary>Has Prometheus go through the hour and compares the alerts that fire at its end.</summary>
    /// <returns>Null: they are these and no others.</returns>
    public string? Judge(PrometheusRule rule, string directory, params string[] alerts)
    {
        File.WriteAllText(Path.Combine(directory, "rules.yaml"), k8s.KubernetesYaml.Serialize(rule.Spec));
        var test = new
        {
            rule_files = new[] { "rules.yaml" },
            evaluation_interval = "1m",
            tests = new[]
            {
                new
                {
                    interval = "1m",
                    input_series = _series.Select(series => new { series = series.Key, values = series.Value }),
                    promql_expr_test = new[]
                    {
                        new
                        {
                            expr = "group by (alertname) (ALERTS{alertstate=\"firing\"})",
                            eval_time = "60m",
                            exp_samples = alerts.Select(name => new { labels = $"{{alertname=\"{name}\"}}", value = 1 }),
                        },
                    },
                },
            },
        };
        // JSON is YAML.
        var file = Path.Combine(directory, "test.yaml");
        File.WriteAllText(file, JsonSerializer.Serialize(test));
        return Promtool.Run("test", "rules", file);
    }
}
