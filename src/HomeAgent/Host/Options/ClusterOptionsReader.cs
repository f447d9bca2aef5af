using System.Collections.Immutable;
using DsMip.Configuration;

namespace DsMip.HomeAgent.Options;

/// <summary>The section <c>Cluster</c>.</summary>
internal static class ClusterOptionsReader
{
    public static ClusterOptions Read(SettingsReader cluster)
    {
        var host = Host(cluster, "Host") ?? "127.0.0.1";
        var options = new ClusterOptions(
            host, cluster.Number("Port", 0, 0, ushort.MaxValue), Host(cluster, "Listen") ?? host, ReadSeeds(cluster), ReadTls(cluster.Section("Tls")),
            cluster.Flag("AllowPlaintext", false));
        if (!options.IsAlone && options.Port == 0) throw cluster.Wrong("Port", "is required with Cluster:Seeds, for others to find this process; 4055 for instance");
        if (!options.IsAlone && cluster.Text("Host") is null) throw cluster.Wrong("Host", "is required with Cluster:Seeds: the name or address by which the others reach this process");
        return options;
    }

    private static string? Host(SettingsReader cluster, string name) => cluster.Text(name) is not { } text || ClusterSeed.IsHost(text)
        ? cluster.Text(name)
        : throw cluster.Wrong(name, $"'{text}' is neither a host name nor an address");

    private static ImmutableArray<ClusterSeed> ReadSeeds(SettingsReader cluster) =>
        [.. cluster.List("Seeds").Select(text => ClusterSeed.TryParse(text, out var seed) ? seed : throw cluster.Wrong("Seeds", $"'{text}' is not of the form host:port"))];

    private static ClusterTlsOptions? ReadTls(SettingsReader tls)
    {
        string?[] files = [tls.Text("Certificate"), tls.Text("PrivateKey"), tls.Text("CaCertificate")];
        if (files.All(file => file is null)) return null;
        return new ClusterTlsOptions(Required(tls, "Certificate"), Required(tls, "PrivateKey"), Required(tls, "CaCertificate"));
    }

    private static string Required(SettingsReader tls, string name) =>
        tls.Text(name) ?? throw tls.Wrong(name, "is required: Certificate, PrivateKey and CaCertificate go together");
}
