using System.Xml.Linq;

namespace DsMip.Architecture.Tests;

/// <summary>Who may reference whom: the table of docs/architecture.md.</summary>
public sealed class ReferenceGraphTests
{
    public static TheoryData<string, string[]> Allowed => new()
    {
        { "DsMip.Wire", [] },
        { "DsMip.Cli", [] },
        { "DsMip.IPsec", ["DsMip.Wire"] },
        { "DsMip.Configuration", ["DsMip.IPsec"] },
        { "DsMip.Tunnel", ["DsMip.Wire"] },
        { "DsMip.Linux", ["DsMip.IPsec", "DsMip.Wire"] },
        { "DsMip.NativeIpsec", ["DsMip.IPsec", "DsMip.Linux", "DsMip.Tunnel"] },
        { "DsMip.Ike", ["DsMip.Configuration"] },
        { "DsMip.HomeAgent.Core", ["DsMip.Tunnel"] },
        { "DsMip.MobileNode.Core", ["DsMip.Tunnel"] },
        { "DsMip.HomeAgent.Host", ["DsMip.Configuration", "DsMip.HomeAgent.Core", "DsMip.IPsec", "DsMip.Ike", "DsMip.Linux", "DsMip.NativeIpsec"] },
        { "DsMip.MobileNode.Host", ["DsMip.Configuration", "DsMip.IPsec", "DsMip.Ike", "DsMip.Linux", "DsMip.MobileNode.Core", "DsMip.NativeIpsec"] },
    };

    [Theory]
    [MemberData(nameof(Allowed))]
    public void A_project_references_exactly_what_it_may(string project, string[] expected) =>
        Assert.Equal(expected, References(Repository.Projects[project]));

    [Fact]
    public void Every_project_is_in_the_table() =>
        Assert.Equal(Allowed.Select(row => (string)row[0]).Order(), Repository.Projects.Keys.Order());

    private static string[] References(XDocument project) =>
        [.. project.Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!))
            .Order(StringComparer.Ordinal)];
}
