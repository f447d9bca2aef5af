using System.Text.Json;
using DsMip.IPsec;
using DsMip.Wire;

namespace DsMip.Load;

/// <summary>Mobile nodes as JSON lines, which <c>dsmip-ha import</c> takes as well.</summary>
public static class NodeFile
{
    /// <summary>Writes one line a node.</summary>
    public static void Write(TextWriter writer, NodeGeneration generation)
    {
        foreach (var node in generation.Nodes())
        {
            var line = new NodeJson(
                node.HomeAddress.ToString(), node.Ipv4HomeAddress?.ToString(),
                new AssociationJson(node.BindingUpdate.Spi.Value, generation.KeyOf(node.BindingUpdate.Spi)),
                new AssociationJson(node.BindingAcknowledgement.Spi.Value, generation.KeyOf(node.BindingAcknowledgement.Spi)));
            writer.WriteLine(JsonSerializer.Serialize(line));
        }
    }

    /// <summary>Reads all nodes, empty lines left out.</summary>
    /// <exception cref="LoadException">There is no such file, or a line is wrong; the message names it.</exception>
    public static IReadOnlyList<LoadNode> Read(string path)
    {
        if (!File.Exists(path)) throw new LoadException($"{path}: there is no such file");
        var nodes = new List<LoadNode>();
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (line.Length > 0) nodes.Add(Parse(line, $"{path}:{number}"));
        }
        return nodes.Count > 0 ? nodes : throw new LoadException($"{path}: holds no mobile nodes");
    }

    private static LoadNode Parse(string line, string where)
    {
        var json = Deserialize(line, where);
        if (!Ipv6Address.TryParse(json.HomeAddress, null, out var home)) throw new LoadException($"{where}: HomeAddress: '{json.HomeAddress}' is not an IPv6 address");
        var ipv4 = default(Ipv4Address);
        if (json.Ipv4HomeAddress is not null && !Ipv4Address.TryParse(json.Ipv4HomeAddress, null, out ipv4))
            throw new LoadException($"{where}: Ipv4HomeAddress: '{json.Ipv4HomeAddress}' is not an IPv4 address");
        return new LoadNode(
            home, json.Ipv4HomeAddress is null ? null : ipv4, Convert(json.BindingUpdate, $"{where}: BindingUpdate"),
            Convert(json.BindingAcknowledgement, $"{where}: BindingAcknowledgement"));
    }

    private static NodeJson Deserialize(string line, string where)
    {
        try
        {
            return JsonSerializer.Deserialize<NodeJson>(line) ?? throw new LoadException($"{where}: is not a mobile node");
        }
        catch (JsonException e)
        {
            throw new LoadException($"{where}: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    private static SecurityAssociationParameters Convert(AssociationJson? json, string where)
    {
        if (json is null) throw new LoadException($"{where}: is missing");
        var manual = new ManualSecurityAssociation { Spi = json.Spi, Suite = json.Suite ?? "aes-gcm-16-128", EncryptionKey = json.EncryptionKey };
        return manual.TryConvert(allowLegacySuites: false, out var parameters, out var error) ? parameters : throw new LoadException($"{where}:{error}");
    }
}
