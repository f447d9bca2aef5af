using System.Collections.Immutable;

namespace DsMip.HomeAgent.Options;

/// <summary>Where the actor system of this process is, and with whom.</summary>
/// <param name="Host">Name or address by which others reach us.</param>
/// <param name="Port">0: any free one, without seeds only.</param>
/// <param name="Listen">Name or address to listen at.</param>
/// <param name="Seeds">Where members may be; empty: this process is a cluster of its own.</param>
/// <param name="Tls">Null: connections are in the clear.</param>
/// <param name="AllowPlaintext">In the clear also at addresses that other machines reach.</param>
public sealed record ClusterOptions(
    string Host, int Port, string Listen, ImmutableArray<ClusterSeed> Seeds, ClusterTlsOptions? Tls = null, bool AllowPlaintext = false)
{
    public bool IsAlone => Seeds.IsEmpty;
}
