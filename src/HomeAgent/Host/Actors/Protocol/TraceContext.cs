using System.Diagnostics;

namespace DsMip.HomeAgent.Actors.Protocol;

/// <summary>The <c>traceparent</c> of W3C Trace Context. It decides nothing: one that cannot be read is none.</summary>
internal static class TraceContext
{
    /// <returns>Empty: there is no trace.</returns>
    public static string ToText(in ActivityContext trace) => trace == default ? "" : $"00-{trace.TraceId}-{trace.SpanId}-{(byte)trace.TraceFlags:x2}";

    public static ActivityContext Of(string text) =>
        text.Length > 0 && ActivityContext.TryParse(text, null, isRemote: true, out var trace) ? trace : default;
}
