using DsMip.Wire;

namespace DsMip.Linux;

/// <summary>What a shield keeps from the stack.</summary>
/// <param name="Name">Distinguishes shields of one machine: a-z, 0-9, _.</param>
/// <param name="AtHomeAgent">What is sent to the home agent; otherwise what the home agent sends.</param>
/// <param name="TunnelInterface">Packets that come in there pass.</param>
/// <param name="EspInUdp">The home agent's IPv4 address if ESP in UDP is ours too; 0.0.0.0: any.</param>
internal sealed record ShieldScope(string Name, bool AtHomeAgent, Ipv6Address HomeAgent, string? TunnelInterface, Ipv4Address? EspInUdp)
{
    /// <summary>xtables takes names of chains up to 28 characters.</summary>
    private const int MaximumName = 22;

    /// <summary>A type 2 routing header of anybody to this address is ours; null: the home agent's only.</summary>
    internal Ipv6Address? HomeAddress { get; init; }

    internal string Identifier => "dsmip_" + Name;

    /// <summary>
    /// The home agent's own kernel seals what has the home agent's address as source; it would do so for strangers' packets that it forwards. Multicast
    /// of our own comes back by the interface that it left by.
    /// </summary>
    internal bool SealsInItsName => AtHomeAgent && TunnelInterface is not null;

    internal ShieldScope Checked()
    {
        ArgumentOutOfRangeException.ThrowIfZero(Name.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Name.Length, MaximumName);
        return Name.AsSpan().ContainsAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789_")
            ? throw new ArgumentException($"'{Name}' has characters other than a-z, 0-9 and _", nameof(Name))
            : this;
    }
}
