using System.Text.RegularExpressions;
using DsMip.Deploy.Tests.Models;
using DsMip.Deploy.Tests.Support;

namespace DsMip.Deploy.Tests;

/// <summary>docs/operations.md speaks of what there is.</summary>
public sealed partial class OperationsTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md"));

    [Fact]
    public void It_says_of_every_alert_what_to_do() => Assert.Equal(
        Rendering.Of("cluster").All<PrometheusRule>().Single().Spec.Groups.SelectMany(group => group.Rules).Select(rule => rule.Alert),
        AlertRow().Matches(Text).Select(match => match.Groups[1].Value));

    [Fact]
    public void It_names_every_example() => Assert.All(Repository.Examples, example => Assert.Contains($"`examples/{example}.yaml`", Text, StringComparison.Ordinal));

    [Fact]
    public void Workloads_in_its_commands_exist()
    {
        var known = Rendering.Of("cluster").Workloads.Select(workload => workload.Name["trial-".Length..]).ToHashSet();
        var named = Workload().Matches(Text).Select(match => match.Groups[1].Value).ToArray();
        Assert.NotEmpty(named);
        Assert.Subset(known, named.ToHashSet());
    }

    [Fact]
    public void Stages_of_the_dockerfile_that_it_names_exist()
    {
        var stages = Stage().Matches(File.ReadAllText(Path.Combine(Repository.Root, "Dockerfile"))).Select(match => match.Groups[1].Value).ToArray();
        Assert.All(["home-agent", "mobile-node", "charon", "tools"], stage => Assert.Contains(stage, stages));
    }

    [GeneratedRegex(@"(?m)^\| `(DsMip[A-Za-z]+)` \|")]
    private static partial Regex AlertRow();

    [GeneratedRegex("(?:deploy|deployment|statefulset)/home-([a-z-]+)")]
    private static partial Regex Workload();

    [GeneratedRegex("(?m)^FROM .* AS ([a-z-]+)$")]
    private static partial Regex Stage();
}
