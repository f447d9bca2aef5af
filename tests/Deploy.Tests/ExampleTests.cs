using DsMip.Deploy.Tests.Support;
using k8s.Models;

namespace DsMip.Deploy.Tests;

/// <summary>Every file of values that the chart shows: Helm takes it, and Kubernetes knows what comes out.</summary>
public sealed class ExampleTests
{
    public static TheoryData<string> Examples => [.. Repository.Examples];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Helm_finds_nothing_wrong(string example)
    {
        var result = Helm.Lint(example);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_object_has_a_name_that_no_other_one_of_its_kind_has_and_says_whose_it_is(string example)
    {
        var objects = Rendering.Of(example).Objects;
        var names = objects.Select(one => $"{one.GetType().Name} {Metadata(one).Name}").ToArray();
        Assert.NotEmpty(names);
        Assert.Equal(names.Distinct(), names);
        Assert.All(objects, one => Assert.Equal("trial", Metadata(one).Labels["app.kubernetes.io/instance"]));
    }

    [Fact]
    public void The_examples_are_the_ones_that_are_documented() => Assert.Equal(["cluster", "kernel-ipsec", "trial"], Repository.Examples);

    private static V1ObjectMeta Metadata(object manifest) => (V1ObjectMeta)manifest.GetType().GetProperty("Metadata")!.GetValue(manifest)!;
}
