using System.Text;
using DsMip.Configuration;
using DsMip.HomeAgent.Options;
using DsMip.Wire;
using Microsoft.Extensions.Configuration;

namespace DsMip.Load.Tests.Nodes;

public sealed class NodeFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();
    private readonly NodeGeneration _generation = new(Ipv6Address.Parse("2001:db8:1::1:fffe"), 5, Seed: 7) { FirstIpv4 = Ipv4Address.Parse("10.1.255.254") };

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void What_is_written_is_read_again()
    {
        File.WriteAllText(_path, Written(_generation));
        var nodes = NodeFile.Read(_path);
        Assert.Equal(_generation.Nodes().Select(Identity), nodes.Select(Identity));
        Assert.Equal(Ipv6Address.Parse("2001:db8:1::2:2"), nodes[^1].HomeAddress);
        Assert.Equal(Ipv4Address.Parse("10.2.0.2"), nodes[^1].Ipv4HomeAddress);
    }

    [Fact]
    public void The_same_seed_makes_the_same_keys_and_another_one_others()
    {
        Assert.Equal(Written(_generation), Written(_generation));
        Assert.NotEqual(Written(_generation), Written(_generation with { Seed = 8 }));
        var keys = Written(_generation).Split('"').Where(text => text.Length == 40).ToList();
        Assert.Equal((10, 10), (keys.Count, keys.Distinct().Count()));
    }

    /// <summary>Each line is an element of the home agent's MobileNodes: read by the home agent's own code.</summary>
    [Fact]
    public void The_home_agent_takes_every_line()
    {
        foreach (var (line, node) in Written(_generation).TrimEnd().Split('\n').Zip(_generation.Nodes()))
        {
            var section = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(line))).Build();
            var reader = new SettingsReader(section);
            var read = MobileNodeReader.Read(reader, allowLegacySuites: false);
            reader.RefuseUnasked();
            Assert.Equal((node.HomeAddress, node.Ipv4HomeAddress), (read.HomeAddress, read.Ipv4HomeAddress));
            Assert.Equal((node.BindingUpdate.Spi, node.BindingAcknowledgement.Spi), (read.Keys!.BindingUpdate.Spi, read.Keys.BindingAcknowledgement.Spi));
        }
    }

    [Theory]
    [InlineData("{\"HomeAddress\":\"x\"}", "HomeAddress")]
    [InlineData("{\"HomeAddress\":\"2001:db8::1\"}", "BindingUpdate: is missing")]
    [InlineData("{\"HomeAddress\":\"2001:db8::1\",\"BindingUpdate\":{\"Spi\":1}}", "Spi")]
    [InlineData("not json", ":2: ")]
    [InlineData("null", ":2: ")]
    public void A_wrong_line_is_named(string line, string expected)
    {
        File.WriteAllText(_path, "\n" + line + "\n");
        var error = Assert.Throws<LoadException>(() => NodeFile.Read(_path));
        Assert.StartsWith($"{_path}:2: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_or_empty_file_is_an_error()
    {
        Assert.Throws<LoadException>(() => NodeFile.Read(_path));
        Assert.Throws<LoadException>(() => NodeFile.Read(_path + ".not"));
    }

    private static (Ipv6Address, Ipv4Address?, IPsec.Spi, IPsec.Spi) Identity(LoadNode node) =>
        (node.HomeAddress, node.Ipv4HomeAddress, node.BindingUpdate.Spi, node.BindingAcknowledgement.Spi);

    private static string Written(NodeGeneration generation)
    {
        using var writer = new StringWriter();
        NodeFile.Write(writer, generation);
        return writer.ToString();
    }
}
