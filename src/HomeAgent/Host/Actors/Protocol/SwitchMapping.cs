using DsMip.HomeAgent.Actors.Switching;

namespace DsMip.HomeAgent.Actors.Protocol;

/// <summary>Between whoever sends mobile nodes to other home agents and entity. Readers throw <see cref="InvalidDataException"/>.</summary>
internal static class SwitchMapping
{
    public static Messages.SwitchHomeAgent ToMessage(SwitchHomeAgent request) =>
        new() { HomeAddress = Fields.ToBytes(request.HomeAddress), Withdraw = request.Within is null, Within = request.Within?.Ticks ?? 0 };

    public static SwitchHomeAgent FromMessage(Messages.SwitchHomeAgent message) =>
        new(Fields.ToAddress(message.HomeAddress), message.Withdraw ? null : TimeSpan.FromTicks(message.Within));

    public static Messages.SwitchAnswer ToMessage(SwitchAnswer answer) => new() { HomeAddress = Fields.ToBytes(answer.HomeAddress), Outcome = (uint)answer.Outcome };

    public static SwitchAnswer FromMessage(Messages.SwitchAnswer message) => new(Fields.ToAddress(message.HomeAddress), ToOutcome(message.Outcome));

    public static Messages.ForHomeAddress ToMessage(SwitchTurnWanted wanted) => new() { HomeAddress = Fields.ToBytes(wanted.MobileNode) };

    private static SwitchOutcome ToOutcome(uint number) => number <= (uint)SwitchOutcome.Unavailable
        ? (SwitchOutcome)number
        : throw new InvalidDataException($"{number} is not an outcome of a switch");
}
