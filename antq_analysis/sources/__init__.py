"""What arrived, read: workbooks give cells, forms their meaning, tables become observations, people decide the rest."""
