using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core;

/// <summary>The IPv4 home address: what Binding Updates ask for and what acknowledgements grant (RFC 5555 2.3.1, 4.4.2).</summary>
/// <param name="configured">Static address, 0.0.0.0 for a dynamic one, null for none.</param>
public sealed class Ipv4HomeAddressRequest(Ipv4Address? configured)
{
    private const byte SingleAddress = 32;
    private bool _unsupported;
    private bool _refused;
    private bool _revoked;
    private (Ipv4Address Address, byte PrefixLength)? _assigned;

    /// <summary>The address that the home agent has bound.</summary>
    public Ipv4Address? Bound { get; private set; }

    /// <summary>The option for the next Binding Update; null if none belongs into it. An address once assigned is asked for by name.</summary>
    public Ipv4HomeAddressOption? Option
    {
        get
        {
            if (configured is not { } address || _unsupported || _revoked) return null;
            if (!address.IsUnspecified) return new Ipv4HomeAddressOption(SingleAddress, false, address);
            return _assigned is { } assigned
                ? new Ipv4HomeAddressOption(assigned.PrefixLength, false, assigned.Address)
                : new Ipv4HomeAddressOption(SingleAddress, false, Ipv4Address.Any);
        }
    }

    /// <summary>Takes the answer to a Binding Update that carried <see cref="Option"/>. True: ask again at once, now for any address.</summary>
    public bool Answered(Ipv4AddressAcknowledgementOption? answer, List<Command> commands)
    {
        // A home agent that does not answer the option does not know it, and is not asked again (RFC 5555 2.3.1).
        if (answer is null) _unsupported = true;
        if (answer is { Status: Ipv4AddressStatus.Success } && IsAcceptable(answer))
        {
            Bind(answer, commands);
            return false;
        }
        var lostLease = _assigned is not null && answer is not null;
        if (Bound is null && !_refused && configured is { IsUnspecified: false } address) commands.Add(new Ipv4HomeAddressWithdrawn(address));
        _refused = true;
        Withdraw(commands);
        return lostLease;
    }

    /// <summary>The home agent has ended the binding of the address (RFC 5846 10).</summary>
    /// <param name="isFinal">It is not asked for again.</param>
    public void Revoke(bool isFinal, List<Command> commands)
    {
        _revoked = isFinal;
        Withdraw(commands);
    }

    /// <summary>Back in a state of not knowing the home agent.</summary>
    public void Forget() => _unsupported = false;

    private bool IsAcceptable(Ipv4AddressAcknowledgementOption answer) =>
        answer.HomeAddress.IsUnicastRoutable && answer.PrefixLength is > 0 and <= SingleAddress
        && (configured is { IsUnspecified: true } || answer.HomeAddress == configured);

    private void Bind(Ipv4AddressAcknowledgementOption answer, List<Command> commands)
    {
        if (Bound == answer.HomeAddress && _assigned?.PrefixLength == answer.PrefixLength) return;
        if (Bound != answer.HomeAddress) Withdraw(commands);
        _refused = false;
        Bound = answer.HomeAddress;
        _assigned = (answer.HomeAddress, answer.PrefixLength);
        commands.Add(new Ipv4HomeAddressAssigned(answer.HomeAddress, answer.PrefixLength));
    }

    private void Withdraw(List<Command> commands)
    {
        if (Bound is { } bound) commands.Add(new Ipv4HomeAddressWithdrawn(bound));
        Bound = null;
        _assigned = null;
    }
}
