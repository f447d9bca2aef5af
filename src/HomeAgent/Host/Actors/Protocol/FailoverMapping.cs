using Akka.Actor;
using Akka.Cluster;
using DsMip.HomeAgent.Actors.Failover;

namespace DsMip.HomeAgent.Actors.Protocol;

/// <summary>Between control nodes. Readers throw <see cref="InvalidDataException"/>.</summary>
internal static class FailoverMapping
{
    public static Messages.ConnectionRefused ToMessage(ConnectionRefused refused) => new() { Member = ToMessage(refused.Member) };

    public static ConnectionRefused FromMessage(Messages.ConnectionRefused message) => new(FromMessage(Fields.Required(message.Member)));

    private static Messages.Member ToMessage(UniqueAddress member) => new() { Address = member.Address.ToString(), Uid = member.Uid };

    private static UniqueAddress FromMessage(Messages.Member member) => ActorPath.TryParseAddress(member.Address, out var address)
        ? new UniqueAddress(address, member.Uid)
        : throw new InvalidDataException($"'{member.Address}' is not an address");
}
