using System.Text.Json;
using System.Text.RegularExpressions;
using DsMip.Deploy.Tests.Models;
using DsMip.Deploy.Tests.Support;
using DsMip.Wire;
using k8s.Models;

namespace DsMip.Deploy.Tests;

/// <summary>Alerts and dashboard ask for what the home agent has.</summary>
public sealed partial class AlertTests
{
    private static readonly HashSet<string> Exported =
        [.. Sources().SelectMany(file => NameInSource().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value)];

    private static IEnumerable<AlertRule> Alerts => Rendering.Of("cluster").All<PrometheusRule>().Single().Spec.Groups.SelectMany(group => group.Rules);

    [Fact]
    public void Alerts_ask_for_metrics_that_are_exported() => Assert.All(Alerts, alert =>
    {
        var names = NameInQuery().Matches(alert.Expr).Select(match => match.Value).ToArray();
        Assert.True(names.Length > 0 || alert.Expr.Contains("up{", StringComparison.Ordinal), alert.Alert);
        Assert.All(names, name => Assert.Contains(name, Exported));
    });

    [Fact]
    public void The_dashboard_asks_for_metrics_that_are_exported()
    {
        using var dashboard = JsonDocument.Parse(Rendering.Of("cluster").All<V1ConfigMap>().Single(map => map.Metadata.Name.EndsWith("-dashboard", StringComparison.Ordinal)).Data["dsmip.json"]);
        var queries = dashboard.RootElement.GetProperty("panels").EnumerateArray()
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray()).Select(target => target.GetProperty("expr").GetString()!).ToArray();
        Assert.NotEmpty(queries);
        Assert.All(queries, query => Assert.Contains(Assert.Single(NameInQuery().Matches(query)).Value, Exported));
    }

    [Fact]
    public void Reasons_in_alerts_are_reasons_of_drops()
    {
        var reasons = Alerts.SelectMany(alert => Reason().Matches(alert.Expr)).SelectMany(match => match.Groups[1].Value.Split('|')).ToArray();
        Assert.NotEmpty(reasons);
        Assert.All(reasons, reason => Assert.True(Enum.TryParse<DropReason>(reason, out _), reason));
    }

    [Fact]
    public void Every_alert_is_about_this_release_and_says_what_it_means()
    {
        Assert.Equal(Alerts.Select(alert => alert.Alert).Distinct(), Alerts.Select(alert => alert.Alert));
        Assert.All(Alerts, alert =>
        {
            Assert.All(Selector().Matches(alert.Expr), match => Assert.Matches("^namespace=\"mobile\",service=(~\"trial-dsmip\\(-\\.\\*\\)\\?\"|\"trial-dsmip-control\"$)", match.Groups[1].Value));
            Assert.NotEmpty(Selector().Matches(alert.Expr));
            Assert.Contains(alert.Labels["severity"], new[] { "warning", "critical" });
            Assert.All(["summary", "description"], key => Assert.NotEmpty(alert.Annotations[key]));
        });
    }

    [Fact]
    public void A_single_process_is_its_own_control_node()
    {
        var rendering = Rendering.Of("trial", """metrics={"edgesOnNodeAddress":true,"serviceMonitor":{"enabled":true},"prometheusRule":{"enabled":true}}""");
        var missing = rendering.All<PrometheusRule>().Single().Spec.Groups.SelectMany(group => group.Rules).Single(rule => rule.Alert == "DsMipControlNodesMissing");
        Assert.Contains("up{namespace=\"mobile\",service=\"trial-dsmip\"}", missing.Expr, StringComparison.Ordinal);
        Assert.Contains(rendering.All<V1Service>(), service => service.Metadata.Name == "trial-dsmip");
        var environment = PodEnvironment.Of(rendering, rendering.Component("single"));
        Assert.Equal(("http://0.0.0.0:8191", "http://127.0.0.1:8190"), (environment["DSMIP__Admin__HealthListen"], environment["DSMIP__Admin__Listen"]));
    }

    private static IEnumerable<string> Sources() => Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "HomeAgent"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal));

    [GeneratedRegex("\"(dsmip_[a-z_]+[a-z])\"")]
    private static partial Regex NameInSource();

    [GeneratedRegex(@"\bdsmip_[a-z_]+\b")]
    private static partial Regex NameInQuery();

    [GeneratedRegex("reason=~?\"([A-Za-z|]+)\"")]
    private static partial Regex Reason();

    [GeneratedRegex(@"\{([^}]*)\}")]
    private static partial Regex Selector();
}
