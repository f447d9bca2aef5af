using System.Text.RegularExpressions;
using DsMip.HomeAgent.Options;
using DsMip.MobileNode.Configuration;
using DsMip.Wire;

namespace DsMip.Architecture.Tests.Documentation;

/// <summary>docs/configuration.md lists every key that a daemon asks for, every metric and every reason, and none besides.</summary>
public sealed partial class ConfigurationReferenceTests
{
    private static readonly Page Reference = new("configuration.md");
    private static readonly string[] Association = [.. Page.Names(Page.After(Reference.Section("Security associations"), "Both daemons take"))];

    [Fact]
    public void Every_key_of_the_home_agent()
    {
        var asked = new AskedKeys(new Dictionary<string, string>
        {
            ["HomeAgentAddress"] = "2001:db8:1::1", ["HomePrefix"] = "2001:db8:1::/64", ["Ipv4HomePrefix"] = "198.51.100.0/24",
            ["HomePrefixes:0:Prefix"] = "2001:db8:1::/64", ["Edges:0:Name"] = "e1", ["Edges:0:Blocks:0"] = "2001:db8:1::/64", ["Edge:Name"] = "e1",
            ["AddressDiscovery:HomeAgents:0:Address"] = "2001:db8:1::2",
            ["Admin:Tokens:0:Name"] = "alice", ["Admin:Tokens:0:Sha256"] = new string('0', 64),
            ["MobileNodes:0:HomeAddress"] = "2001:db8:1::50",
            ["MobileNodes:0:BindingUpdate:Spi"] = "4097", ["MobileNodes:0:BindingUpdate:EncryptionKey"] = new string('1', 40),
            ["MobileNodes:0:BindingAcknowledgement:Spi"] = "8193", ["MobileNodes:0:BindingAcknowledgement:EncryptionKey"] = new string('2', 40),
            ["MobileNodes:1:HomeAddress"] = "2001:db8:1::51", ["MobileNodes:1:Ike:Identity"] = "alice@example.org", ["MobileNodes:1:Ike:PresharedKey"] = "secret",
            ["Ipsec"] = "Kernel", ["Ike:Identity"] = "ha.example.org",
            ["Ike:Bootstrapping:Enabled"] = "true", ["Ike:Bootstrapping:Pool"] = "2001:db8:1::1000/120",
            ["Ike:Bootstrapping:MobileNodes:0:Identity"] = "bob@example.org", ["Ike:Bootstrapping:MobileNodes:0:PresharedKey"] = "secret too",
        });
        HomeAgentOptionsReader.Read(asked.Configuration);

        var section = Reference.Section("Home agent").TakeWhile(line => !line.StartsWith("### ", StringComparison.Ordinal)).ToArray();
        var ofNodes = Page.Names(Page.After(section, "An element of `MobileNodes`")).ToArray();
        var own = Page.Names(section.TakeWhile(line => !line.StartsWith("An element of", StringComparison.Ordinal))).Except(["MobileNodes"]);
        // A key and a section, both.
        Same(asked.Keys.Append("HomeLink"), own.Concat(WithAssociations(ofNodes).Select(key => "MobileNodes:n:" + key)));
    }

    [Fact]
    public void Every_key_of_the_mobile_node()
    {
        var common = new Dictionary<string, string>
        {
            ["HomeAddress"] = "2001:db8:1::50", ["HomePrefix"] = "2001:db8:1::/64", ["HomeAgentAddress"] = "2001:db8:1::1",
        };
        var byHand = new AskedKeys(new Dictionary<string, string>(common)
        {
            ["BindingUpdate:Spi"] = "4097", ["BindingUpdate:EncryptionKey"] = new string('1', 40),
            ["BindingAcknowledgement:Spi"] = "8193", ["BindingAcknowledgement:EncryptionKey"] = new string('2', 40),
            ["HomeAgents:0:Address"] = "2001:db8:1::2",
            ["HomeAgents:0:BindingUpdate:Spi"] = "4098", ["HomeAgents:0:BindingUpdate:EncryptionKey"] = new string('3', 40),
            ["HomeAgents:0:BindingAcknowledgement:Spi"] = "8194", ["HomeAgents:0:BindingAcknowledgement:EncryptionKey"] = new string('4', 40),
        });
        var withOthers = new AskedKeys(new Dictionary<string, string>(common)
        {
            ["BindingUpdate:Spi"] = "4097", ["BindingUpdate:EncryptionKey"] = new string('1', 40),
            ["BindingAcknowledgement:Spi"] = "8193", ["BindingAcknowledgement:EncryptionKey"] = new string('2', 40),
            ["OtherHomeAddresses:0:Address"] = "2001:db8:1::51",
            ["OtherHomeAddresses:0:BindingUpdate:Spi"] = "4098", ["OtherHomeAddresses:0:BindingUpdate:EncryptionKey"] = new string('3', 40),
            ["OtherHomeAddresses:0:BindingAcknowledgement:Spi"] = "8194", ["OtherHomeAddresses:0:BindingAcknowledgement:EncryptionKey"] = new string('4', 40),
        });
        var negotiated = new AskedKeys(new Dictionary<string, string>(common)
        {
            ["Ipsec"] = "Kernel", ["Ike:Identity"] = "alice@example.org", ["Ike:HomeAgentIdentity"] = "ha.example.org", ["Ike:PresharedKey"] = "secret",
        });
        MobileNodeOptionsReader.Read(byHand.Configuration);
        MobileNodeOptionsReader.Read(withOthers.Configuration);
        MobileNodeOptionsReader.Read(negotiated.Configuration);

        var section = Reference.Section("Mobile node").ToArray();
        var ofIke = Page.Names(Page.After(section, "The section `Ike`")).ToArray();
        var ofHomeAgents = Page.Names(Page.After(section, "An element of `HomeAgents`"));
        var ofHomeAddresses = Page.Names(Page.After(section, "### Another home address"));
        var own = Page.Names(section.TakeWhile(line => !line.StartsWith("### ", StringComparison.Ordinal))).Except(["Ike", "HomeAgents", "OtherHomeAddresses"]);
        Same(
            byHand.Keys.Union(withOthers.Keys).Union(negotiated.Keys).Except(["HomeAgents", "OtherHomeAddresses"]),
            WithAssociations(own).Concat(WithAssociations(ofHomeAgents).Select(key => "HomeAgents:n:" + key))
                .Concat(WithAssociations(ofHomeAddresses).Select(key => "OtherHomeAddresses:n:" + key)).Concat(ofIke.Select(key => "Ike:" + key)));
    }

    [Fact]
    public void Every_metric_once() => Same(
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "HomeAgent"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(file => Metric().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value),
        Page.Names(Reference.Section("Metrics")));

    [Fact]
    public void Every_reason_of_a_drop() => Same(Enum.GetNames<DropReason>().Except([nameof(DropReason.None)]), Page.Names(Reference.Section("Drop reasons")));

    private static IEnumerable<string> WithAssociations(IEnumerable<string> keys) => keys.SelectMany(key =>
        key is "BindingUpdate" or "BindingAcknowledgement" ? Association.Select(inner => $"{key}:{inner}") : [key]);

    private static void Same(IEnumerable<string> real, IEnumerable<string> documented)
    {
        var (actual, listed) = (real.Except(["Logging"]).Distinct().Order(StringComparer.Ordinal).ToArray(), documented.Except(["Logging"]).ToArray());
        Assert.NotEmpty(actual);
        Assert.Equal([], actual.Except(listed));
        Assert.Equal([], listed.Except(actual));
        Assert.Equal(listed.Distinct(), listed);
    }

    [GeneratedRegex("\"(dsmip_[a-z_]+[a-z])\"")]
    private static partial Regex Metric();
}
