"""What is asked, step by step, and what the answers mean: `plan`, then `inputs` and `outputs` for each widget;
`changing` for an app that is there."""
