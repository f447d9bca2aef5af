using DsMip.HomeAgent.Actors.Revocation;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Actors.Protocol;

/// <summary>Between whoever revokes and entity. Readers throw <see cref="InvalidDataException"/>.</summary>
internal static class RevocationMapping
{
    public static Messages.RevokeBinding ToMessage(RevokeBinding request) =>
        new() { HomeAddress = Fields.ToBytes(request.HomeAddress), Trigger = (uint)request.Trigger, Ipv4Only = request.Ipv4Only };

    public static RevokeBinding FromMessage(Messages.RevokeBinding message) =>
        new(Fields.ToAddress(message.HomeAddress), (RevocationTrigger)ToByte(message.Trigger), message.Ipv4Only);

    public static Messages.BindingRevoked ToMessage(BindingRevoked revoked) =>
        new() { HomeAddress = Fields.ToBytes(revoked.HomeAddress), Outcome = (uint)revoked.Outcome, Status = revoked.Status is { } status ? (uint)status + 1 : 0 };

    public static BindingRevoked FromMessage(Messages.BindingRevoked message) => new(
        Fields.ToAddress(message.HomeAddress), ToOutcome(message.Outcome), message.Status == 0 ? null : (RevocationStatus)ToByte(message.Status - 1));

    private static RevocationOutcome ToOutcome(uint number) => number <= (uint)RevocationOutcome.Unavailable
        ? (RevocationOutcome)number
        : throw new InvalidDataException($"{number} is not an outcome of a revocation");

    private static byte ToByte(uint number) => number <= byte.MaxValue ? (byte)number : throw new InvalidDataException($"{number} does not fit into a byte");
}
