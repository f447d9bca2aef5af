using System.Xml.Linq;

namespace DsMip.Architecture.Tests;

/// <summary>Who may reference whom: the table of docs/architecture.md.</summary>
public sealed class ReferenceGraphTests
{
    public static TheoryData<string, string[]> Allowed => new()
    {
        { "DsMip.Wire", [] },
        { "DsMip.IPsec", ["DsMip.Wire"] },
        { "DsMip.Tunnel", ["DsMip.Wire"] },
        { "DsMip.Linux", ["DsMip.IPsec", "DsMip.Wire"] },
        { "DsMip.HomeAgent.Core", ["DsMip.Tunnel"] },
        { "DsMip.MobileNode.Core", ["DsMip.Tunnel"] },
        { "DsMip.HomeAgent.Host", ["DsMip.HomeAgent.Core", "DsMip.IPsec", "DsMip.Linux"] },
        { "DsMip.MobileNode.Host", ["DsMip.IPsec", "DsMip.Linux", "DsMip.MobileNode.Core"] },
    };

    [Theory]
    [MemberData(nameof(Allowed))]
    public void A_project_references_exactly_what_it_may(string project, string[] expected) =>
        Assert.Equal(expected, References(Repository.Projects[project]));

    [Fact]
    public void Every_project_is_in_the_table() =>
        Assert.Equal(Allowed.Select(row => row.Data.Item1).Order(), Repository.Projects.Keys.Order());

    private static string[] References(XDocument project) =>
        [.. project.Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!))
            .Order(StringComparer.Ordinal)];
}
