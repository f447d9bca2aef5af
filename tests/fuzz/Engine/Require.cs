namespace DsMip.Fuzz.Engine;

/// <summary>What has to hold beside that nothing is thrown.</summary>
internal static class Require
{
    /// <exception cref="InvalidOperationException">It does not hold.</exception>
    public static void That(bool holds, string what)
    {
        if (!holds) throw new InvalidOperationException($"does not hold: {what}");
    }
}
