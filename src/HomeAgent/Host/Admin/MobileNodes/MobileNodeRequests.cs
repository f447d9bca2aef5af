using DsMip.HomeAgent.Admin.Audit;
using DsMip.Wire;

namespace DsMip.HomeAgent.Admin.MobileNodes;

/// <summary>A mobile node to be created. What is not said of its SAs is made up.</summary>
public sealed class MobileNodeCreation : IAudited
{
    public required string HomeAddress { get; init; }

    /// <summary>Null: none of its own; it may ask for one from the pool.</summary>
    public string? Ipv4HomeAddress { get; init; }

    public IReadOnlyList<string>? MobileNetworkPrefixes { get; init; }
    public IReadOnlyList<string>? Ipv4MobileNetworkPrefixes { get; init; }
    public AssociationRequest? BindingUpdate { get; init; }
    public AssociationRequest? BindingAcknowledgement { get; init; }

    string? IAudited.Target => Ipv6Address.TryParse(HomeAddress, null, out var home) ? home.ToString() : null;
}

/// <summary>What a mobile node is to be from now on, apart from its SAs. What is left out it has no longer.</summary>
public sealed class MobileNodeChange
{
    public string? Ipv4HomeAddress { get; init; }
    public IReadOnlyList<string>? MobileNetworkPrefixes { get; init; }
    public IReadOnlyList<string>? Ipv4MobileNetworkPrefixes { get; init; }

    /// <summary>The change is refused if the mobile node has another revision by now; null: whatever it has.</summary>
    public long? Revision { get; init; }
}

/// <summary>New keys. SPI, suite and length of sequence numbers stay as they are where nothing is said of them.</summary>
public sealed class KeyRotation
{
    public AssociationRequest? BindingUpdate { get; init; }
    public AssociationRequest? BindingAcknowledgement { get; init; }

    /// <inheritdoc cref="MobileNodeChange.Revision"/>
    public long? Revision { get; init; }
}

/// <summary>One SA, as the configuration has it. Without keys they are made up.</summary>
public sealed class AssociationRequest
{
    /// <summary>A number from 256 to 4294967295, or hexadecimal with 0x.</summary>
    public string? Spi { get; init; }

    public string? Suite { get; init; }

    /// <summary>Hexadecimal.</summary>
    public string? EncryptionKey { get; init; }

    /// <summary>Hexadecimal.</summary>
    public string? IntegrityKey { get; init; }

    public bool? ExtendedSequenceNumbers { get; init; }
}
