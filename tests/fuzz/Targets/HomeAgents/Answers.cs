using System.Collections.Concurrent;
using DsMip.HomeAgent.Actors;

namespace DsMip.Fuzz.Targets.HomeAgents;

/// <summary>What entities answer to the edge, and what went wrong in them.</summary>
internal sealed class Answers : IDisposable
{
    private readonly BlockingCollection<object> _answers = [];

    public void Put(object answer) => _answers.Add(answer);

    public void Failed(Exception exception) => _answers.Add(exception);

    /// <summary>Waits for the answer to the one frame under way; the watchdog sees to it that this ends.</summary>
    /// <exception cref="InvalidOperationException">The entity has thrown.</exception>
    public object Take() => _answers.Take() switch
    {
        Exception thrown => throw new InvalidOperationException("an entity has thrown", thrown),
        // Nobody has asked for that one: the answer is still to come.
        Transmit unasked when unasked.Received == Transmit.Unasked => Take(),
        var answer => answer,
    };

    public void Dispose() => _answers.Dispose();
}
