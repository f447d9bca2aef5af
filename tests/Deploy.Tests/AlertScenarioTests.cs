using DsMip.Deploy.Tests.Models;
using DsMip.Deploy.Tests.Support;

namespace DsMip.Deploy.Tests;

/// <summary>Prometheus itself says which alerts fire after an hour in which one thing is wrong.</summary>
public sealed class AlertScenarioTests : IDisposable
{
    private static readonly PrometheusRule Rule = Rendering.Of("cluster").All<PrometheusRule>().Single();
    private readonly string _directory = Directory.CreateTempSubdirectory("dsmip-alerts-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Nothing_fires_when_nothing_is_wrong() => Fires(new Scenario());

    [Theory]
    [InlineData("DsMipProcessDown", "up", "edge-1", "1x10 0x50")]
    [InlineData("DsMipNotDurable", "dsmip_persistence_failures_total", "control-1", "0x50 0+1x10")]
    [InlineData("DsMipUnreadableBindings", "dsmip_unreadable_bindings_total", "control-1", "0x50 3x10")]
    [InlineData("DsMipQueueFull", "dsmip_drops_total", "edge-0", "0+120x60", "QueueFull")]
    [InlineData("DsMipStaleUpdates", "dsmip_drops_total", "control-0", "0+120x60", "StaleMessage")]
    [InlineData("DsMipNoCluster", "dsmip_drops_total", "edge-0", "0x50 1+1x10", "NoCluster")]
    [InlineData("DsMipAuthenticationFailures", "dsmip_drops_total", "control-0", "0+120x60", "SecurityFailure")]
    [InlineData("DsMipAuthenticationFailures", "dsmip_drops_total", "control-0", "0+120x60", "ReplayedPacket")]
    [InlineData("DsMipEdgeSilent", "dsmip_edges_silent", "control-2", "0x50 1x10")]
    [InlineData("DsMipBlocksUnannounced", "dsmip_edge_blocks", "edge-1", "2x40 1x20")]
    [InlineData("DsMipBlocksUnannounced", "dsmip_edge_blocks", "edge-1", "2x40")]
    [InlineData("DsMipEdgeOutOfDate", "dsmip_edge_sync_failures_total", "edge-1", "0x50 0+1x10")]
    [InlineData("DsMipCertificateExpires", "dsmip_cluster_certificate_expiry_timestamp_seconds", "admin-0", "1000000x60")]
    [InlineData("DsMipClockWrong", "dsmip_clock_offset_seconds", "control-0", "-3x60")]
    [InlineData("DsMipSourceTranslation", "dsmip_source_translation", "control-0", "0x50 1x10")]
    [InlineData("DsMipNameUpdatesFail", "dsmip_name_updates_total", "control-1", "0+6x60", "UpdateFailed")]
    [InlineData("DsMipNameUpdatesFail", "dsmip_name_updates_total", "control-1", "0+6x60", "ReasonUnspecified")]
    [InlineData("DsMipSwitchesIgnored", "dsmip_switches_total", "control-0", "0+1x60", "Expired")]
    [InlineData("DsMipInsecure", "dsmip_insecure_signalling", "control-0", "1x60")]
    public void One_thing_that_is_wrong(string alert, string metric, string pod, string values, string? reason = null) =>
        Fires(new Scenario().With(metric, pod, values, reason), alert);

    [Theory]
    [InlineData("dsmip_drops_total", "edge-0", "0+30x60", "QueueFull")]
    [InlineData("dsmip_drops_total", "control-0", "0+30x60", "SecurityFailure")]
    [InlineData("dsmip_name_updates_total", "control-1", "0x30 3x30", "UpdateFailed")]
    [InlineData("dsmip_switches_total", "control-0", "0x50 5x10", "Expired")]
    [InlineData("dsmip_switches_total", "control-0", "0+10x60", "Deregistered")]
    [InlineData("dsmip_edges_silent", "control-2", "0x40 1 0x19")]
    [InlineData("dsmip_edge_blocks", "edge-1", "2x40 1 2x18")]
    [InlineData("dsmip_clock_offset_seconds", "control-0", "1.5x60")]
    public void Little_or_short_is_nothing(string metric, string pod, string values, string? reason = null) => Fires(new Scenario().With(metric, pod, values, reason));

    [Fact]
    public void Half_of_the_control_nodes() =>
        Fires(new Scenario().With("up", "control-0", "1x10 0x50").With("up", "control-1", "1x10 0x50"), "DsMipControlNodesMissing", "DsMipProcessDown");

    [Fact]
    public void No_control_node_that_Prometheus_knows_of() => Fires(new Scenario().Without("up", "control"), "DsMipControlNodesMissing");

    [Fact]
    public void Another_release_is_somebody_elses_business() =>
        Fires(new Scenario().With("up", "control-0", "0x60", release: "other").With("dsmip_persistence_failures_total", "control-0", "0+1x60", release: "other"));

    [Fact]
    public void Every_alert_is_made_to_fire()
    {
        var rows = typeof(AlertScenarioTests).GetMethod(nameof(One_thing_that_is_wrong))!.GetCustomAttributes(typeof(InlineDataAttribute), false)
            .Cast<InlineDataAttribute>().Select(row => (string)row.GetData(null!).Single()[0]).Append("DsMipControlNodesMissing");
        Assert.Subset(rows.ToHashSet(), Rule.Spec.Groups.SelectMany(group => group.Rules).Select(rule => rule.Alert).ToHashSet());
    }

    private void Fires(Scenario scenario, params string[] alerts)
    {
        var objection = scenario.Judge(Rule, _directory, alerts);
        Assert.True(objection is null, objection);
    }
}
