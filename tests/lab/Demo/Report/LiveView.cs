using DsMip.Lab.Walk;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DsMip.Lab.Report;

/// <summary>A table that fills while one looks at it.</summary>
internal sealed class LiveView(LiveDisplayContext display) : IWalkView
{
    private readonly List<MoveResult> _moves = [];
    private string _doing = "";

    public void Doing(string what)
    {
        _doing = what;
        Show();
    }

    public void Moved(MoveResult move)
    {
        if (_moves.Count > 0 && _moves[^1].Started.Equals(move.Started))
        {
            _moves.RemoveAt(_moves.Count - 1);
        }

        _moves.Add(move);
        Show();
    }

    private void Show()
    {
        IRenderable[] parts = [MoveTable.Of(_moves), new Markup($"[grey]{_doing.EscapeMarkup()}[/]")];
        display.UpdateTarget(new Rows(parts));
    }
}
