using Akka.Actor.Setup;
using Akka.Configuration;
using DsMip.HomeAgent.Core;
using DsMip.Wire;

namespace DsMip.HomeAgent.Persistence;

/// <summary>What a home agent remembers: the journal of bindings, who has which dynamic address, and provisioned mobile nodes. Its schema is up to date.</summary>
public interface IStore : IDisposable
{
    /// <summary>Akka's settings for the journal.</summary>
    Config Journal { get; }

    /// <summary>Where the journal is; goes with <see cref="Journal"/>.</summary>
    IReadOnlyList<Setup> JournalData { get; }

    /// <summary>The journal, read past the entities.</summary>
    IBindingStore Bindings { get; }

    /// <summary>Null: no two processes can share this store.</summary>
    IFoundingRecord? Founding { get; }

    IMobileNodeStore MobileNodes { get; }

    IAuditStore Audit { get; }

    IEdgeDrainStore Drains { get; }

    ISwitchOfAllStore Switches { get; }

    /// <param name="reserved">Addresses that belong to somebody by configuration and are never leased.</param>
    IIpv4LeaseStore OpenLeases(Ipv4AddressPool pool, IEnumerable<Ipv4Address> reserved, ILoggerFactory logs);

    /// <summary>Prefixes for mobile networks.</summary>
    IIpv4LeaseStore OpenPrefixLeases(Ipv4PrefixPools pools, ILoggerFactory logs);
}
