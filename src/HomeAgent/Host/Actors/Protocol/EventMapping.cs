using DsMip.HomeAgent.Events;

namespace DsMip.HomeAgent.Actors.Protocol;

/// <summary>Events for whoever looks. Empty texts stand for none. Readers throw <see cref="InvalidDataException"/>.</summary>
internal static class EventMapping
{
    public static Messages.EventBatch ToMessage(EventBatch batch)
    {
        var message = new Messages.EventBatch();
        foreach (var one in batch.Events)
            message.Events.Add(new Messages.LiveEvent { At = one.At.UtcTicks, Type = one.Type, Subject = one.Subject, From = one.From ?? "", To = one.To ?? "" });
        return message;
    }

    public static EventBatch FromMessage(Messages.EventBatch message) => new([.. message.Events.Select(FromMessage)]);

    private static LiveEvent FromMessage(Messages.LiveEvent message) => message.At >= 0 && message.At <= DateTimeOffset.MaxValue.UtcTicks
        ? new LiveEvent(new DateTimeOffset(message.At, TimeSpan.Zero), message.Type, message.Subject, OrNull(message.From), OrNull(message.To))
        : throw new InvalidDataException($"{message.At} is no time");

    private static string? OrNull(string text) => text.Length == 0 ? null : text;
}
