using DsMip.Map;

namespace DsMip.Architecture.Tests;

/// <summary>docs/rfc-map.md: every requirement has a test, a place on the list of what is open, or a reason; and the file says so.</summary>
public sealed class MapTests
{
    private static readonly Catalogue Catalogue = Catalogue.Load(Repository.Root);
    private static readonly TestSources Tests = TestSources.Load(Repository.Root);

    [Fact]
    public void Catalogue_open_list_and_attributes_agree_with_each_other_and_with_the_sources() =>
        Assert.Empty(Consistency.Mistakes(Repository.Root, Catalogue, Tests));

    [Fact]
    public void The_map_is_up_to_date() =>
        Assert.True(File.ReadAllText(MapFile.PathIn(Repository.Root)) == new MapFile(Catalogue, Tests).Text(), "docs/rfc-map.md is not what \"make map\" writes");
}
