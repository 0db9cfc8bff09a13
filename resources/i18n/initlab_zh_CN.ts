<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About InitLab</source>
        <translation>关于 InitLab</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Found a fault? Report it at {address}: say what you did and what you saw, and add the versions below.</source>
        <translation>发现了问题？请到 {address} 报告：写明做了什么、看到了什么，并附上下面的版本信息。</translation>
    </message>
    <message>
        <source>Found a fault? Report it where you got InitLab from: say what you did and what you saw, and add the versions below.</source>
        <translation>发现了问题？请在获得 InitLab 的地方报告：写明做了什么、看到了什么，并附上下面的版本信息。</translation>
    </message>
    <message>
        <source>InitLab shows what initialization and regularization do to a neural network. Everything shown is computed by PyTorch itself.</source>
        <translation>InitLab 演示参数初始化和正则化对神经网络的作用。所有结果均由 PyTorch 实际计算得出。</translation>
    </message>
    <message>
        <source>InitLab stands on these packages, each under its own licence:</source>
        <translation>InitLab 建立在以下软件包之上，它们各有自己的许可证：</translation>
    </message>
    <message>
        <source>It is free software under the MIT licence: use it, change it, pass it on.</source>
        <translation>它是采用 MIT 许可证的自由软件：可以使用、修改和传播。</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>The icon of InitLab</source>
        <translation>InitLab 的图标</translation>
    </message>
    <message>
        <source>Versions and devices</source>
        <translation>版本与设备</translation>
    </message>
</context>
<context>
    <name>AcrossKeys</name>
    <message>
        <source>Across</source>
        <translation>横轴</translation>
    </message>
</context>
<context>
    <name>AdviceCard</name>
    <message>
        <source>Set the controls to the suggestion</source>
        <translation>将控件设为建议值</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>采用</translation>
    </message>
    <message>
        <source>Use the suggested initialization</source>
        <translation>采用建议的初始化</translation>
    </message>
</context>
<context>
    <name>AnswersPlot</name>
    <message>
        <source>One picture a lane: colour is how sure it is of a class, or the line is what it answers. Training samples are points; a ring marks a label that was replaced.</source>
        <translation>每条赛道一幅图：颜色表示它对某一类有多确信，或者曲线就是它的回答。点是训练样本；圆圈标出被替换的标签。</translation>
    </message>
    <message>
        <source>What each lane answers over its inputs</source>
        <translation>每条赛道对各处输入的回答</translation>
    </message>
</context>
<context>
    <name>AxisKeys</name>
    <message>
        <source>cells</source>
        <translation>格数</translation>
    </message>
    <message>
        <source>equal factors</source>
        <translation>等比</translation>
    </message>
    <message>
        <source>equal steps</source>
        <translation>等距</translation>
    </message>
    <message>
        <source>from</source>
        <translation>从</translation>
    </message>
    <message>
        <source>none: a curve</source>
        <translation>无（画曲线）</translation>
    </message>
    <message>
        <source>or values</source>
        <translation>或逐个列出</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>间隔</translation>
    </message>
    <message>
        <source>such as 0.1, 0.3, 1</source>
        <translation>例如 0.1, 0.3, 1</translation>
    </message>
    <message>
        <source>to</source>
        <translation>到</translation>
    </message>
</context>
<context>
    <name>BecameCard</name>
    <message>
        <source>Below each: what the network answers, and what is right.</source>
        <translation>每幅图下面：网络的回答，以及正确答案。</translation>
    </message>
    <message>
        <source>Every test picture is answered rightly.</source>
        <translation>每张测试图片都答对了。</translation>
    </message>
    <message>
        <source>One picture a unit: blue above 0, orange below. Units that are all alike give pictures that are all alike.</source>
        <translation>每个神经元一幅图：蓝色大于 0，橙色小于 0。完全相同的神经元给出完全相同的图。</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Test pictures that the chosen lane answers wrongly</source>
        <translation>所选赛道答错的测试图片</translation>
    </message>
    <message>
        <source>Test pictures with a wrong answer</source>
        <translation>答错的测试图片</translation>
    </message>
    <message>
        <source>The weights of the first layer&apos;s units as pictures</source>
        <translation>把第一层各神经元的权重画成图片</translation>
    </message>
    <message>
        <source>Unused pixels</source>
        <translation>从不使用的像素</translation>
    </message>
    <message>
        <source>Weights of the first layer&apos;s units</source>
        <translation>第一层各神经元的权重</translation>
    </message>
    <message>
        <source>Weights on pixels that are 0 in every picture feel the regularizer alone: their course is known exactly</source>
        <translation>在每张图片中都为 0 的像素上，权重只受正则化作用：它们的变化可以精确算出</translation>
    </message>
    <message>
        <source>What it gets wrong</source>
        <translation>它答错了什么</translation>
    </message>
    <message>
        <source>What the first layer sees</source>
        <translation>第一层看到什么</translation>
    </message>
    <message>
        <source>What they answer</source>
        <translation>它们的回答</translation>
    </message>
    <message>
        <source>answered ≠ right</source>
        <translation>回答 ≠ 正确</translation>
    </message>
    <message>
        <source>dashed: exact theory</source>
        <translation>虚线：精确理论</translation>
    </message>
    <message>
        <source>units</source>
        <translation>神经元</translation>
    </message>
    <message>
        <source>unused</source>
        <translation>未使用</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>答错</translation>
    </message>
    <message>
        <source>±{size}</source>
        <translation>±{size}</translation>
    </message>
</context>
<context>
    <name>BinsBox</name>
    <message>
        <source>Number of bins</source>
        <translation>分箱数</translation>
    </message>
    <message>
        <source>Number of bins, 10 to 500, or automatic</source>
        <translation>分箱数：10 到 500，或自动</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>自动</translation>
    </message>
</context>
<context>
    <name>BinsField</name>
    <message>
        <source>bins</source>
        <translation>分箱</translation>
    </message>
</context>
<context>
    <name>BlackOut</name>
    <message>
        <source>The picture is black; B brings it back</source>
        <translation>画面已变黑；按 B 恢复</translation>
    </message>
</context>
<context>
    <name>Card</name>
    <message>
        <source>Double-click, or press F8: this card alone fills the page, and back again.</source>
        <translation>双击，或按 F8：只让这张卡片占满页面，再来一次就恢复。</translation>
    </message>
</context>
<context>
    <name>CellCard</name>
    <message>
        <source>Apply</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>深度</translation>
    </message>
    <message>
        <source>Give the experiment the values of this cell (Enter on the map)</source>
        <translation>把实验设为此格的取值（在图上按 Enter）</translation>
    </message>
    <message>
        <source>Give the experiment the values of this cell, and turn to the page {page}</source>
        <translation>把实验设为此格的取值，并转到“{page}”页</translation>
    </message>
    <message>
        <source>Show on Depth</source>
        <translation>在“深度”页查看</translation>
    </message>
    <message>
        <source>This cell</source>
        <translation>此格</translation>
    </message>
    <message>
        <source>Train it</source>
        <translation>训练它</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Where the cell at the cursor lies, what was measured there, what theory says</source>
        <translation>光标所在格子的位置、测得的值和理论值</translation>
    </message>
</context>
<context>
    <name>CellCodeCard</name>
    <message>
        <source>Computes the cell at the cursor, by itself, for the first seed</source>
        <translation>单独计算光标所在的格子，使用第一个种子</translation>
    </message>
    <message>
        <source>What the code prints: the number of the cell for the first seed; ≈ of a cell that was trained among others, whose rounding may have grown</source>
        <translation>这段代码打印的内容：该格子在第一个种子下的数值；≈ 表示该格子与其他格子一起训练，舍入误差可能已被放大</translation>
    </message>
</context>
<context>
    <name>CodeCard</name>
    <message>
        <source>PyTorch</source>
        <translation>PyTorch</translation>
    </message>
    <message>
        <source>code</source>
        <translation>代码</translation>
    </message>
</context>
<context>
    <name>ColourBar</name>
    <message>
        <source>Blue is positive, orange is negative, grey is NaN.</source>
        <translation>蓝色为正，橙色为负，灰色为 NaN。</translation>
    </message>
    <message>
        <source>Colour scale</source>
        <translation>色标</translation>
    </message>
</context>
<context>
    <name>Columns</name>
    <message>
        <source>Fresh, or trained; † says how many of its units are dead</source>
        <translation>新的，或训练过；† 后是失效的神经元数</translation>
    </message>
    <message>
        <source>How far it moved against the other file; = where no bit did</source>
        <translation>与另一文件相比移动了多少；一位不差则为 =</translation>
    </message>
    <message>
        <source>In which format its numbers are stored</source>
        <translation>数值以何种格式存储</translation>
    </message>
    <message>
        <source>Inputs that a unit adds up, as torch counts them</source>
        <translation>一个神经元求和的输入数，按 torch 的算法</translation>
    </message>
    <message>
        <source>Its name in the state dict; unsorted, in the network&apos;s order</source>
        <translation>在 state dict 中的名称；未排序时按网络中的次序</translation>
    </message>
    <message>
        <source>Its size, as torch stores it</source>
        <translation>形状，按 torch 的存储方式</translation>
    </message>
    <message>
        <source>Of the angle between it and that of the other file</source>
        <translation>它与另一文件中的张量夹角的余弦</translation>
    </message>
    <message>
        <source>Outputs that an input reaches, as torch counts them</source>
        <translation>一个输入到达的输出数，按 torch 的算法</translation>
    </message>
    <message>
        <source>The initialization that could have made it; ≠ where none could: the nearest</source>
        <translation>可能产生它的初始化；没有时以 ≠ 标出最接近的一种</translation>
    </message>
    <message>
        <source>The mean of its values</source>
        <translation>全部数值的均值</translation>
    </message>
    <message>
        <source>The root mean square of its values</source>
        <translation>全部数值的均方根</translation>
    </message>
    <message>
        <source>The share of its values that are exactly 0</source>
        <translation>恰好为 0 的数值所占比例</translation>
    </message>
    <message>
        <source>The standard deviation of its values</source>
        <translation>全部数值的标准差</translation>
    </message>
    <message>
        <source>The standard deviation that this initialization gives</source>
        <translation>该初始化给出的标准差</translation>
    </message>
    <message>
        <source>What it is, from its name and shape; fans depend on it</source>
        <translation>由名称和形状判断它是什么；扇入与扇出取决于此</translation>
    </message>
    <message>
        <source>cosine</source>
        <translation>余弦</translation>
    </message>
    <message>
        <source>dtype</source>
        <translation>数据类型</translation>
    </message>
    <message>
        <source>folded</source>
        <translation>已折叠</translation>
    </message>
    <message>
        <source>its σ</source>
        <translation>其 σ</translation>
    </message>
    <message>
        <source>kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>looks like</source>
        <translation>看起来像</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>tensor</source>
        <translation>张量</translation>
    </message>
    <message>
        <source>unfolded</source>
        <translation>已展开</translation>
    </message>
    <message>
        <source>verdict</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>zeros</source>
        <translation>零</translation>
    </message>
    <message>
        <source>{count} tensors</source>
        <translation>{count} 个张量</translation>
    </message>
    <message>
        <source>{name} ({count})</source>
        <translation>{name}（{count}）</translation>
    </message>
</context>
<context>
    <name>CommandCard</name>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>On a cluster</source>
        <translation>在集群上</translation>
    </message>
    <message>
        <source>Save the sweep, then run this: it goes on where the file of cells ends</source>
        <translation>先保存扫描，再运行此命令：它会从格子文件的末尾接着计算</translation>
    </message>
</context>
<context>
    <name>ComputedBy</name>
    <message>
        <source>Address of the scheduler</source>
        <translation>调度器地址</translation>
    </message>
    <message>
        <source>Computed by</source>
        <translation>计算方式</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>How many processes of this machine compute cells at a time</source>
        <translation>本机同时用多少个进程计算格子</translation>
    </message>
    <message>
        <source>Of a Dask scheduler that is running: tcp://HOST:PORT</source>
        <translation>正在运行的 Dask 调度器的地址：tcp://HOST:PORT</translation>
    </message>
    <message>
        <source>Processes</source>
        <translation>进程数</translation>
    </message>
    <message>
        <source>Who computes the cells: processes of this machine, or an existing scheduler</source>
        <translation>由谁计算格子：本机的进程，或已有的调度器</translation>
    </message>
    <message>
        <source>a Dask cluster</source>
        <translation>Dask 集群</translation>
    </message>
    <message>
        <source>address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>processes</source>
        <translation>进程数</translation>
    </message>
    <message>
        <source>seeds</source>
        <translation>种子数</translation>
    </message>
    <message>
        <source>this machine</source>
        <translation>本机</translation>
    </message>
</context>
<context>
    <name>ConvergenceCard</name>
    <message>
        <source>Convergence</source>
        <translation>收敛</translation>
    </message>
    <message>
        <source>Every sample is x itself: the distance is 0.</source>
        <translation>每次抽样都是 x 本身：距离为 0。</translation>
    </message>
    <message>
        <source>distance</source>
        <translation>距离</translation>
    </message>
    <message>
        <source>standard error</source>
        <translation>标准误</translation>
    </message>
</context>
<context>
    <name>ConvergencePlot</name>
    <message>
        <source>Across: samples so far. Upwards: root mean square of (mean of y − x) over the units. The line is the standard error |x|·√(p/((1−p)·n)).</source>
        <translation>横轴：已抽取的样本数。纵轴：各神经元（y 的均值 − x）的均方根。线是标准误 |x|·√(p/((1−p)·n))。</translation>
    </message>
    <message>
        <source>Distance of the running mean from x over the samples</source>
        <translation>累计均值到 x 的距离随样本数的变化</translation>
    </message>
    <message>
        <source>distance {value}</source>
        <translation>距离 {value}</translation>
    </message>
    <message>
        <source>theory {value}</source>
        <translation>理论 {value}</translation>
    </message>
</context>
<context>
    <name>CopyButton</name>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the text that is shown to the clipboard</source>
        <translation>将所显示的文字复制到剪贴板</translation>
    </message>
    <message>
        <source>Copy what is shown</source>
        <translation>复制所显示的内容</translation>
    </message>
</context>
<context>
    <name>CurvesCard</name>
    <message>
        <source>Curves</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>Epochs instead of steps</source>
        <translation>横轴用轮次而不是步数</translation>
    </message>
    <message>
        <source>How far the training samples are ahead of the test</source>
        <translation>训练样本比测试样本好多少</translation>
    </message>
    <message>
        <source>Logarithmic loss</source>
        <translation>损失用对数刻度</translation>
    </message>
    <message>
        <source>Logarithmic steps: the first ones tell of the start</source>
        <translation>步数用对数刻度：最初几步最能说明初始化</translation>
    </message>
    <message>
        <source>Share of right answers</source>
        <translation>答对的比例</translation>
    </message>
    <message>
        <source>The loss as the steps see it: dropout on, penalties added</source>
        <translation>训练步骤所见的损失：随机失活打开，并加上惩罚项</translation>
    </message>
    <message>
        <source>What the training makes small</source>
        <translation>训练要使之变小的量</translation>
    </message>
    <message>
        <source>accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>as trained</source>
        <translation>训练时</translation>
    </message>
    <message>
        <source>epochs</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>gap</source>
        <translation>差距</translation>
    </message>
    <message>
        <source>guessing</source>
        <translation>随便猜</translation>
    </message>
    <message>
        <source>log x</source>
        <translation>对数 x</translation>
    </message>
    <message>
        <source>log y</source>
        <translation>对数 y</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>right answers</source>
        <translation>答对的比例</translation>
    </message>
    <message>
        <source>test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>test loss − training loss</source>
        <translation>测试损失 − 训练损失</translation>
    </message>
    <message>
        <source>train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>train − test</source>
        <translation>训练 − 测试</translation>
    </message>
    <message>
        <source>■ stopped early: {name}</source>
        <translation>■ 提前停止：{name}</translation>
    </message>
    <message>
        <source>✕ no number at step {step}: {name}</source>
        <translation>✕ 第 {step} 步不再是数：{name}</translation>
    </message>
</context>
<context>
    <name>DensityMap</name>
    <message>
        <source>Across: layers. Upwards: values. The stronger the colour, the more values of this layer are there; full colour is each layer&apos;s own maximum. The strip below is the share of exact zeros. The arrow keys go from layer to layer.</source>
        <translation>横轴：层。纵轴：数值。颜色越深，该层在此处的数值越多；最深的颜色是每层自己的最大值。下方的条带是恰好为零的比例。方向键逐层移动。</translation>
    </message>
    <message>
        <source>Values in each layer</source>
        <translation>各层的数值</translation>
    </message>
    <message>
        <source>layer {layer}: most values near {value}</source>
        <translation>第 {layer} 层：多数值在 {value} 附近</translation>
    </message>
    <message>
        <source>layer {layer}: value {value}, density {density}</source>
        <translation>第 {layer} 层：数值 {value}，密度 {density}</translation>
    </message>
    <message>
        <source>layer {layer}: {zeros}</source>
        <translation>第 {layer} 层：{zeros}</translation>
    </message>
    <message>
        <source>layer {layer}: ∞ or NaN</source>
        <translation>第 {layer} 层：∞ 或 NaN</translation>
    </message>
    <message>
        <source>zeros</source>
        <translation>零</translation>
    </message>
    <message>
        <source>{share} % zeros</source>
        <translation>{share} % 为零</translation>
    </message>
</context>
<context>
    <name>DepthCard</name>
    <message>
        <source>Depth</source>
        <translation>深度</translation>
    </message>
    <message>
        <source>Spread over depth</source>
        <translation>σ 随深度的变化</translation>
    </message>
    <message>
        <source>σ over depth</source>
        <translation>σ 随深度的变化</translation>
    </message>
</context>
<context>
    <name>DepthCodeCard</name>
    <message>
        <source>The code that gives forward_rms and backward_rms, on this machine bit for bit</source>
        <translation>重新得到 forward_rms 和 backward_rms 的代码，在本机上逐位相同</translation>
    </message>
    <message>
        <source>The numbers that the code leaves, in every digit</source>
        <translation>代码得到的数值，每一位都在</translation>
    </message>
</context>
<context>
    <name>DepthPage</name>
    <message>
        <source>Distributions</source>
        <translation>分布</translation>
    </message>
    <message>
        <source>Gradient</source>
        <translation>梯度</translation>
    </message>
    <message>
        <source>Gradient backward</source>
        <translation>梯度（反向）</translation>
    </message>
    <message>
        <source>Signal</source>
        <translation>信号</translation>
    </message>
    <message>
        <source>Signal forward</source>
        <translation>信号（前向）</translation>
    </message>
    <message>
        <source>Signal →</source>
        <translation>信号 →</translation>
    </message>
    <message>
        <source>Units</source>
        <translation>神经元</translation>
    </message>
    <message>
        <source>Use the suggestion</source>
        <translation>采用建议</translation>
    </message>
    <message>
        <source>measured</source>
        <translation>实测</translation>
    </message>
    <message>
        <source>theory</source>
        <translation>理论</translation>
    </message>
    <message>
        <source>{count} parameters · {layers} layers in {time} ms · {dtype} on {device}</source>
        <translation>{count} 个参数 · {layers} 层，{time} 毫秒 · {dtype}，{device}</translation>
    </message>
    <message>
        <source>← Gradient</source>
        <translation>← 梯度</translation>
    </message>
</context>
<context>
    <name>DepthTools</name>
    <message>
        <source>Clear pinned curves</source>
        <translation>清除保留的曲线</translation>
    </message>
    <message>
        <source>Compare all methods</source>
        <translation>对比所有方法</translation>
    </message>
    <message>
        <source>Keep these curves as dashed ones</source>
        <translation>将这些曲线保留为虚线</translation>
    </message>
    <message>
        <source>Pin these curves</source>
        <translation>保留这些曲线</translation>
    </message>
    <message>
        <source>Remove pinned and compared curves</source>
        <translation>清除保留和对比的曲线</translation>
    </message>
    <message>
        <source>The same network under every random method, one curve each</source>
        <translation>同一网络采用每种随机方法，每种一条曲线</translation>
    </message>
    <message>
        <source>clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>compare all</source>
        <translation>全部对比</translation>
    </message>
    <message>
        <source>pin</source>
        <translation>保留曲线</translation>
    </message>
</context>
<context>
    <name>Document</name>
    <message>
        <source>Another window of InitLab is open, and the next start will show what that one shows. Save this experiment to a file?</source>
        <translation>InitLab 的另一个窗口还开着，下次启动时会显示那个窗口的实验。要把这个实验保存到文件吗？</translation>
    </message>
    <message>
        <source>Changed file</source>
        <translation>文件已被更改</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Open {name}</source>
        <translation>打开 {name}</translation>
    </message>
    <message>
        <source>Replace file</source>
        <translation>替换文件</translation>
    </message>
    <message>
        <source>Save experiment</source>
        <translation>保存实验</translation>
    </message>
    <message>
        <source>Save the changes to {name}?</source>
        <translation>是否保存对 {name} 的更改？</translation>
    </message>
    <message>
        <source>The settings cannot be written, so this experiment would be lost. Save it to a file?</source>
        <translation>无法写入设置，此实验将会丢失。要保存到文件吗？</translation>
    </message>
    <message>
        <source>Undo brings back the experiment that was not saved.</source>
        <translation>撤销可以找回尚未保存的实验。</translation>
    </message>
    <message>
        <source>Unsaved changes</source>
        <translation>未保存的更改</translation>
    </message>
    <message>
        <source>untitled</source>
        <translation>未命名</translation>
    </message>
    <message>
        <source>{name} is there already. Replace it?</source>
        <translation>{name} 已经存在。要替换它吗？</translation>
    </message>
    <message>
        <source>{name} is written.</source>
        <translation>已写出 {name}。</translation>
    </message>
    <message>
        <source>{name} was changed by another window or program since you opened it here. Replace what it holds now?</source>
        <translation>自您在此打开 {name} 以来，它已被另一个窗口或程序更改。要替换它现在的内容吗？</translation>
    </message>
</context>
<context>
    <name>DropoutCodeCard</name>
    <message>
        <source>The code that gives x, mask and y again, on this machine bit for bit</source>
        <translation>重新得到 x、掩码和 y 的代码，在本机上逐位相同</translation>
    </message>
    <message>
        <source>What printing x and y gives</source>
        <translation>打印 x 和 y 的结果</translation>
    </message>
</context>
<context>
    <name>DropoutPage</name>
    <message>
        <source>Convergence</source>
        <translation>收敛</translation>
    </message>
    <message>
        <source>Running mean</source>
        <translation>累计均值</translation>
    </message>
    <message>
        <source>Variance over p</source>
        <translation>方差随 p 的变化</translation>
    </message>
    <message>
        <source>Vector and mask</source>
        <translation>向量与掩码</translation>
    </message>
    <message>
        <source>Vector x</source>
        <translation>向量 x</translation>
    </message>
    <message>
        <source>{layer} on {device} · n = {n} · {streams}</source>
        <translation>{layer}，{device} · n = {n} · {streams}</translation>
    </message>
</context>
<context>
    <name>DropoutSection</name>
    <message>
        <source>Dropout</source>
        <translation>随机失活</translation>
    </message>
    <message>
        <source>drop 1 = keep 0: no unit survives</source>
        <translation>丢弃 100%（保留 0%）：没有神经元留下</translation>
    </message>
    <message>
        <source>drop {drop} = keep {keep}, dropped become {value}</source>
        <translation>丢弃 {drop:%}（保留 {keep:%}），丢弃的变为 {value}</translation>
    </message>
    <message>
        <source>drop {drop} = keep {keep}, survivors × {scale}</source>
        <translation>丢弃 {drop:%}，其余 × {scale}（保留 {keep:%}）</translation>
    </message>
    <message>
        <source>eval(): nothing is dropped or scaled</source>
        <translation>eval()：不丢弃，也不缩放</translation>
    </message>
    <message>
        <source>kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>mode</source>
        <translation>模式</translation>
    </message>
</context>
<context>
    <name>Exporter</name>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Stopped: {name} is not written.</source>
        <translation>已停止：{name} 没有写入。</translation>
    </message>
    <message>
        <source>The weights are still being written to {name}. Close without them?</source>
        <translation>权重仍在写入 {name}。要放弃写入并关闭吗？</translation>
    </message>
    <message>
        <source>Writing {name} …</source>
        <translation>正在写入 {name} …</translation>
    </message>
    <message>
        <source>{name} is not written.</source>
        <translation>{name} 没有写入。</translation>
    </message>
    <message>
        <source>{name} is written.</source>
        <translation>{name} 已写入。</translation>
    </message>
</context>
<context>
    <name>FactorStrip</name>
    <message>
        <source>How much one such layer multiplies the power of its signal, dropout included</source>
        <translation>信号经过这样一层后，功率变为原来的多少倍（含随机失活）</translation>
    </message>
    <message>
        <source>Line: {theory} in theory. Dot: {measured} measured.</source>
        <translation>竖线：理论值 {theory}。圆点：实测值 {measured}。</translation>
    </message>
    <message>
        <source>Power factor of the layer</source>
        <translation>这一层的功率倍数</translation>
    </message>
    <message>
        <source>The power with which a signal starts: nothing comes in but indices</source>
        <translation>信号起始时的功率：输入的只是索引</translation>
    </message>
    <message>
        <source>Theory is that of a wide layer: with so few inputs it is an estimate.</source>
        <translation>理论针对足够宽的层：输入这么少时只是估计。</translation>
    </message>
    <message>
        <source>{name}: {words}. {numbers}</source>
        <translation>{name}：{words}。{numbers}</translation>
    </message>
    <message>
        <source>{number} in this layer</source>
        <translation>本层 {number}</translation>
    </message>
    <message>
        <source>{number} per layer</source>
        <translation>每层 {number}</translation>
    </message>
</context>
<context>
    <name>FailureDialog</name>
    <message>
        <source>An error in InitLab</source>
        <translation>InitLab 出错</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Copies the report, to be sent to who looks after InitLab.</source>
        <translation>复制报告，以便发送给 InitLab 的维护者。</translation>
    </message>
    <message>
        <source>Copy the report</source>
        <translation>复制报告</translation>
    </message>
    <message>
        <source>Report of the error</source>
        <translation>错误报告</translation>
    </message>
    <message>
        <source>Something failed that nobody foresaw: {reason}. The experiment is unharmed and you can go on. Please copy the report and send it to who looks after InitLab.</source>
        <translation>发生了意料之外的错误：{reason}。实验没有受损，您可以继续使用。请复制报告并发送给 InitLab 的维护者。</translation>
    </message>
    <message>
        <source>What failed, the experiment, and the versions of everything.</source>
        <translation>出错的内容、实验以及所有组件的版本。</translation>
    </message>
</context>
<context>
    <name>FileCard</name>
    <message>
        <source>A .safetensors, .pt, .pth or .bin file, or the index of one in parts: nothing in it is executed. A file dropped on the window is opened too.</source>
        <translation>.safetensors、.pt、.pth 或 .bin 文件，或分片文件的索引：其中任何内容都不会被执行。拖放到窗口上的文件也会被打开。</translation>
    </message>
    <message>
        <source>Against …</source>
        <translation>对比 …</translation>
    </message>
    <message>
        <source>Another state of the same network, for example before training: how far each tensor has moved. A file dropped on this button is compared too.</source>
        <translation>同一网络的另一状态，例如训练之前：每个张量移动了多少。拖放到此按钮上的文件也会用于对比。</translation>
    </message>
    <message>
        <source>Back to the layer of the controls</source>
        <translation>回到控件所描述的层</translation>
    </message>
    <message>
        <source>Checkpoint</source>
        <translation>检查点</translation>
    </message>
    <message>
        <source>Close the file</source>
        <translation>关闭文件</translation>
    </message>
    <message>
        <source>Compare with a checkpoint</source>
        <translation>与检查点对比</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>No comparison</source>
        <translation>不再对比</translation>
    </message>
    <message>
        <source>Open a checkpoint</source>
        <translation>打开检查点</translation>
    </message>
    <message>
        <source>Open …</source>
        <translation>打开 …</translation>
    </message>
    <message>
        <source>Show the file alone again</source>
        <translation>只显示这一个文件</translation>
    </message>
    <message>
        <source>against {name}</source>
        <translation>对比 {name}</translation>
    </message>
    <message>
        <source>the layer of the controls</source>
        <translation>控件所描述的层</translation>
    </message>
    <message>
        <source>{count} parameters</source>
        <translation>{count} 个参数</translation>
    </message>
    <message>
        <source>{count} tensors</source>
        <translation>{count} 个张量</translation>
    </message>
    <message>
        <source>{tensors}, {share} % read</source>
        <translation>{tensors}，已读 {share} %</translation>
    </message>
</context>
<context>
    <name>FormulaCard</name>
    <message>
        <source>Formula</source>
        <translation>公式</translation>
    </message>
</context>
<context>
    <name>FormulaView</name>
    <message>
        <source>Formula</source>
        <translation>公式</translation>
    </message>
    <message>
        <source>The formula of the method, with the present numbers put in.</source>
        <translation>该方法的公式，已代入当前数值。</translation>
    </message>
</context>
<context>
    <name>GradientCard</name>
    <message>
        <source>Gradient</source>
        <translation>梯度</translation>
    </message>
    <message>
        <source>Gradient now</source>
        <translation>此刻的梯度</translation>
    </message>
    <message>
        <source>rms per layer · {name}</source>
        <translation>每层的均方根 · {name}</translation>
    </message>
</context>
<context>
    <name>GuideDialog</name>
    <message>
        <source>How to write a lesson</source>
        <translation>如何编写课程</translation>
    </message>
    <message>
        <source>New lesson …</source>
        <translation>新课程 …</translation>
    </message>
    <message>
        <source>What stands in the file of a lesson</source>
        <translation>课程文件里写些什么</translation>
    </message>
    <message>
        <source>Write another lesson to begin with, and open it</source>
        <translation>再写出一节可以从它改起的课程并打开</translation>
    </message>
</context>
<context>
    <name>Handout</name>
    <message>
        <source>… and {count} more lines: File &gt; Export &gt; Code has all of them</source>
        <translation>……还有 {count} 行：全部代码见 文件 &gt; 导出 &gt; 代码</translation>
    </message>
</context>
<context>
    <name>HistogramCard</name>
    <message>
        <source>(out × in)</source>
        <translation>（输出 × 输入）</translation>
    </message>
    <message>
        <source>Area: the values. Line: the initialization that could have made it, or the nearest. Dashes: the same tensor of the other file. Drag to pan.</source>
        <translation>面积：数值。实线：可能产生它的初始化，或最接近的一种。虚线：另一文件中的同名张量。拖动可平移。</translation>
    </message>
    <message>
        <source>Distribution</source>
        <translation>分布</translation>
    </message>
    <message>
        <source>Histogram of the tensor with the density of an initialization</source>
        <translation>张量的直方图与初始化的密度</translation>
    </message>
    <message>
        <source>Told from its name and shape; its fans, and what is expected, depend on it</source>
        <translation>由名称和形状判断；扇入、扇出和预期值都取决于此</translation>
    </message>
    <message>
        <source>What this tensor is</source>
        <translation>这个张量是什么</translation>
    </message>
    <message>
        <source>initialization</source>
        <translation>初始化</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>other</source>
        <translation>另一个</translation>
    </message>
    <message>
        <source>the other file</source>
        <translation>另一个文件</translation>
    </message>
</context>
<context>
    <name>HistogramPlot</name>
    <message>
        <source>count</source>
        <translation>计数</translation>
    </message>
    <message>
        <source>density</source>
        <translation>密度</translation>
    </message>
    <message>
        <source>share</source>
        <translation>占比</translation>
    </message>
</context>
<context>
    <name>HistogramReadout</name>
    <message>
        <source>count {value}</source>
        <translation>计数 {value}</translation>
    </message>
    <message>
        <source>density {value}</source>
        <translation>密度 {value}</translation>
    </message>
    <message>
        <source>mean {mean}, std {std}</source>
        <translation>均值 {mean}，标准差 {std}</translation>
    </message>
    <message>
        <source>theory {value}</source>
        <translation>理论 {value}</translation>
    </message>
</context>
<context>
    <name>HistogramTools</name>
    <message>
        <source>Clear pinned curves</source>
        <translation>清除保留的曲线</translation>
    </message>
    <message>
        <source>Counts instead of density</source>
        <translation>显示计数而非密度</translation>
    </message>
    <message>
        <source>Keep the x axis while weights change</source>
        <translation>权重变化时保持 x 轴不变</translation>
    </message>
    <message>
        <source>Keep this curve as a dashed one</source>
        <translation>将这条曲线保留为虚线</translation>
    </message>
    <message>
        <source>Lock the x axis</source>
        <translation>锁定 x 轴</translation>
    </message>
    <message>
        <source>Logarithmic y axis</source>
        <translation>y 轴取对数</translation>
    </message>
    <message>
        <source>Logarithmic y axis: shows the tails</source>
        <translation>y 轴取对数，便于观察尾部</translation>
    </message>
    <message>
        <source>Pin this curve</source>
        <translation>保留这条曲线</translation>
    </message>
    <message>
        <source>Remove all pinned curves</source>
        <translation>清除所有保留的曲线</translation>
    </message>
    <message>
        <source>clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>counts</source>
        <translation>计数</translation>
    </message>
    <message>
        <source>lock x</source>
        <translation>锁定 x</translation>
    </message>
    <message>
        <source>log y</source>
        <translation>对数 y</translation>
    </message>
    <message>
        <source>pin</source>
        <translation>保留曲线</translation>
    </message>
</context>
<context>
    <name>InitializationSection</name>
    <message>
        <source>Bias</source>
        <translation>偏置</translation>
    </message>
    <message>
        <source>Initialization</source>
        <translation>参数初始化</translation>
    </message>
    <message>
        <source>The layer has no bias.</source>
        <translation>该层没有偏置。</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>torch needs two dimensions for this; a bias has one.</source>
        <translation>torch 的这一方法需要二维张量，而偏置是一维的。</translation>
    </message>
    <message>
        <source>{what}: method of initialization</source>
        <translation>{what}：初始化方法</translation>
    </message>
</context>
<context>
    <name>InspectPage</name>
    <message>
        <source>{name} is being read …</source>
        <translation>正在读取 {name} …</translation>
    </message>
    <message>
        <source>{name} of the controls</source>
        <translation>控件所描述的 {name}</translation>
    </message>
    <message>
        <source>{name} • read in {time} ms • nothing in the file was executed</source>
        <translation>{name} • 读取用时 {time} 毫秒 • 未执行文件中的任何内容</translation>
    </message>
</context>
<context>
    <name>KeysCard</name>
    <message>
        <source>Can be changed while the network learns.</source>
        <translation>网络学习时也可以改变。</translation>
    </message>
    <message>
        <source>biases and norms too</source>
        <translation>也包括偏置和归一化</translation>
    </message>
    <message>
        <source>soft threshold</source>
        <translation>软阈值</translation>
    </message>
    <message>
        <source>subgradient</source>
        <translation>次梯度</translation>
    </message>
</context>
<context>
    <name>LanesCard</name>
    <message>
        <source>Choose a lane: weights, words and code follow it. The menu key changes one.</source>
        <translation>选择一条赛道：权重、文字和代码都随之改变。菜单键可以修改赛道。</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>隐藏</translation>
    </message>
    <message>
        <source>Lanes</source>
        <translation>赛道</translation>
    </message>
    <message>
        <source>Name:</source>
        <translation>名称：</translation>
    </message>
    <message>
        <source>Remove from the race</source>
        <translation>从比赛中移除</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Rename …</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Show in the plots</source>
        <translation>在图中显示</translation>
    </message>
    <message>
        <source>The lanes of the race</source>
        <translation>比赛的各条赛道</translation>
    </message>
    <message>
        <source>colour {number}</source>
        <translation>颜色 {number}</translation>
    </message>
    <message>
        <source>gap</source>
        <translation>差距</translation>
    </message>
    <message>
        <source>same data, same order, same masks</source>
        <translation>相同的数据、顺序和掩码</translation>
    </message>
    <message>
        <source>test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>test %</source>
        <translation>测试 %</translation>
    </message>
    <message>
        <source>train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>train %</source>
        <translation>训练 %</translation>
    </message>
    <message>
        <source>verdict</source>
        <translation>结论</translation>
    </message>
    <message>
        <source>zeros</source>
        <translation>零</translation>
    </message>
</context>
<context>
    <name>LayerCodeCard</name>
    <message>
        <source>The code that gives this layer again, on this machine bit for bit</source>
        <translation>重新得到该层的代码，在本机上逐位相同</translation>
    </message>
    <message>
        <source>What print(linear.weight.shape) and print(linear.weight) print</source>
        <translation>print(linear.weight.shape) 与 print(linear.weight) 的输出</translation>
    </message>
</context>
<context>
    <name>LayerPage</name>
    <message>
        <source>Histogram of the output before and after dropout</source>
        <translation>随机失活前后的输出直方图</translation>
    </message>
    <message>
        <source>Histogram of the weights with the theoretical density</source>
        <translation>权重直方图与理论密度</translation>
    </message>
    <message>
        <source>Kernels</source>
        <translation>卷积核</translation>
    </message>
    <message>
        <source>Kernels of the weight</source>
        <translation>权重中的卷积核</translation>
    </message>
    <message>
        <source>Matrix</source>
        <translation>矩阵</translation>
    </message>
    <message>
        <source>One picture a kernel, from input to output channel: blue above 0, orange below 0. A wheel and ↑ ↓ go on to those for which there is no room.</source>
        <translation>每个卷积核一幅图，从输入通道到输出通道：蓝色大于 0，橙色小于 0。用滚轮和 ↑ ↓ 查看放不下的其余各幅。</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Output histogram</source>
        <translation>输出直方图</translation>
    </message>
    <message>
        <source>Output of the layer for a batch x ~ N(0, 1), before and after dropout</source>
        <translation>对一批 x ~ N(0, 1)，该层在随机失活前后的输出</translation>
    </message>
    <message>
        <source>Output · {symbol}</source>
        <translation>输出 · {symbol}</translation>
    </message>
    <message>
        <source>Use the suggestion</source>
        <translation>采用建议</translation>
    </message>
    <message>
        <source>Weight histogram</source>
        <translation>权重直方图</translation>
    </message>
    <message>
        <source>Weight matrix</source>
        <translation>权重矩阵</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Weights · {size} ({sides})</source>
        <translation>权重 · {size}（{sides}）</translation>
    </message>
    <message>
        <source>Weights: area sampled, line theory, dashes mean and ±σ. Drag to pan.</source>
        <translation>权重：填充区域为样本，曲线为理论，虚线为均值与 ±σ。拖动可平移。</translation>
    </message>
    <message>
        <source>after</source>
        <translation>之后</translation>
    </message>
    <message>
        <source>after dropout</source>
        <translation>随机失活之后</translation>
    </message>
    <message>
        <source>before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>column j</source>
        <translation>列 j</translation>
    </message>
    <message>
        <source>input and place j</source>
        <translation>输入与位置 j</translation>
    </message>
    <message>
        <source>kernels {first} to {last} of {count}</source>
        <translation>{count} 个卷积核中的第 {first} 至 {last} 个</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>output i</source>
        <translation>输出 i</translation>
    </message>
    <message>
        <source>row i</source>
        <translation>行 i</translation>
    </message>
    <message>
        <source>sampled</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>the first {shown} of {count} kernels</source>
        <translation>{count} 个卷积核中的前 {shown} 个</translation>
    </message>
    <message>
        <source>theory</source>
        <translation>理论</translation>
    </message>
    <message>
        <source>theory {name}</source>
        <translation>理论：{name}</translation>
    </message>
    <message>
        <source>y = xWᵀ + b: torch stores the weight as out_features × in_features, the transpose of what the formula suggests, so each row belongs to one output.</source>
        <translation>y = xWᵀ + b：torch 按 out_features × in_features 存储权重，恰为公式中矩阵的转置，因此每一行对应一个输出。</translation>
    </message>
    <message>
        <source>{count} parameters · {size} · initialized in {time} ms on {device}</source>
        <translation>{count} 个参数 · {size} · 在 {device} 上初始化用时 {time} ms</translation>
    </message>
</context>
<context>
    <name>LayerPlot</name>
    <message>
        <source>layer</source>
        <translation>层</translation>
    </message>
</context>
<context>
    <name>LayerSection</name>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Layers here are linear: nn.{kind} is the layer of the Layer page.</source>
        <translation>这里的各层都是线性层：nn.{kind} 是“单层”页的层。</translation>
    </message>
    <message>
        <source>Length of a row, the columns of the weight.</source>
        <translation>一行的长度，即权重的列数。</translation>
    </message>
    <message>
        <source>Number of channels that come in.</source>
        <translation>输入的通道数。</translation>
    </message>
    <message>
        <source>Number of channels that go out.</source>
        <translation>输出的通道数。</translation>
    </message>
    <message>
        <source>Number of rows: how many indices there are.</source>
        <translation>行数：共有多少个索引。</translation>
    </message>
    <message>
        <source>kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>learnable bias</source>
        <translation>可学习的偏置</translation>
    </message>
</context>
<context>
    <name>LearningKeys</name>
    <message>
        <source>Data and optimizer</source>
        <translation>数据与优化器</translation>
    </message>
    <message>
        <source>batch</source>
        <translation>批大小</translation>
    </message>
    <message>
        <source>data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>epochs</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>label noise</source>
        <translation>标签噪声</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>momentum</source>
        <translation>动量</translation>
    </message>
    <message>
        <source>optimizer</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>samples</source>
        <translation>样本数</translation>
    </message>
    <message>
        <source>scale α</source>
        <translation>缩放 α</translation>
    </message>
</context>
<context>
    <name>LessonCard</name>
    <message>
        <source>Leave the lesson (Esc)</source>
        <translation>退出课程（Esc）</translation>
    </message>
    <message>
        <source>Lesson {number} · step {step} of {steps}</source>
        <translation>第 {number} 课 · 第 {step} 步，共 {steps} 步</translation>
    </message>
    <message>
        <source>Next step (PageDown)</source>
        <translation>下一步（PageDown）</translation>
    </message>
    <message>
        <source>Previous step (PageUp)</source>
        <translation>上一步（PageUp）</translation>
    </message>
    <message>
        <source>Show the controls that this lesson does not need</source>
        <translation>显示本课不需要的控件</translation>
    </message>
    <message>
        <source>Step {step} of {steps}</source>
        <translation>第 {step} 步，共 {steps} 步</translation>
    </message>
    <message>
        <source>The names of cards are links: Tab goes to one, Enter shows its card.</source>
        <translation>卡片的名称是链接：按 Tab 转到一个，按回车显示那张卡片。</translation>
    </message>
    <message>
        <source>The text of the step; ask the question before you go on</source>
        <translation>这一步的文字；先提问，再继续</translation>
    </message>
    <message>
        <source>all controls</source>
        <translation>全部控件</translation>
    </message>
</context>
<context>
    <name>LessonController</name>
    <message>
        <source>Open a lesson</source>
        <translation>打开课程</translation>
    </message>
    <message>
        <source>Open a link</source>
        <translation>打开链接</translation>
    </message>
    <message>
        <source>Open this address in the browser?
{address}</source>
        <translation>要在浏览器中打开这个地址吗？
{address}</translation>
    </message>
</context>
<context>
    <name>LessonText</name>
    <message>
        <source>Shows this card</source>
        <translation>显示这张卡片</translation>
    </message>
    <message>
        <source>{name}: not shown. It is no picture, or this step&apos;s pictures are too large together; make it smaller.</source>
        <translation>{name}：未显示。它不是图片，或本步的图片合起来太大；请缩小。</translation>
    </message>
</context>
<context>
    <name>LessonWriter</name>
    <message>
        <source>Change {name} in a text editor: what you save is shown here.</source>
        <translation>请在文本编辑器中修改 {name}：保存后这里就会显示。</translation>
    </message>
    <message>
        <source>Write a lesson</source>
        <translation>编写课程</translation>
    </message>
    <message>
        <source>my-lesson</source>
        <translation>我的课程</translation>
    </message>
</context>
<context>
    <name>LossCard</name>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>What is made small</source>
        <translation>要使之变小的量</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Experiment</source>
        <translation>实验</translation>
    </message>
    <message>
        <source>Stopped: the picture is that of the run before.</source>
        <translation>已停止：图中仍是上一次运行的结果。</translation>
    </message>
</context>
<context>
    <name>MapCard</name>
    <message>
        <source>Map</source>
        <translation>图</translation>
    </message>
    <message>
        <source>Two pictures</source>
        <translation>两幅图</translation>
    </message>
    <message>
        <source>theory</source>
        <translation>理论</translation>
    </message>
</context>
<context>
    <name>MatrixCard</name>
    <message>
        <source>As a matrix</source>
        <translation>作为矩阵</translation>
    </message>
    <message>
        <source>How long the weights of each unit are</source>
        <translation>每个神经元的权重长度</translation>
    </message>
    <message>
        <source>It has NaN or infinite values.</source>
        <translation>它含有 NaN 或无穷大。</translation>
    </message>
    <message>
        <source>It is no matrix: there is one dimension, or none.</source>
        <translation>它不是矩阵：维数不足两维。</translation>
    </message>
    <message>
        <source>Its singular values, and those of a random matrix</source>
        <translation>它的奇异值，以及随机矩阵的奇异值</translation>
    </message>
    <message>
        <source>Its weights as colours</source>
        <translation>以颜色显示权重</translation>
    </message>
    <message>
        <source>Kernels of the convolution</source>
        <translation>卷积核</translation>
    </message>
    <message>
        <source>Matrix</source>
        <translation>矩阵</translation>
    </message>
    <message>
        <source>One picture a kernel, at most 256 of them: blue above 0, orange below. A wheel and ↑ ↓ go on to those for which there is no room.</source>
        <translation>每个卷积核一幅小图，最多 256 幅：大于 0 为蓝色，小于 0 为橙色。用滚轮和 ↑ ↓ 查看放不下的其余各幅。</translation>
    </message>
    <message>
        <source>The kernels of a convolution as small pictures</source>
        <translation>以小图显示卷积核</translation>
    </message>
    <message>
        <source>being decomposed …</source>
        <translation>正在分解 …</translation>
    </message>
    <message>
        <source>kernels</source>
        <translation>卷积核</translation>
    </message>
    <message>
        <source>law</source>
        <translation>定律</translation>
    </message>
    <message>
        <source>law of a random matrix</source>
        <translation>随机矩阵的定律</translation>
    </message>
    <message>
        <source>picture</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>singular values</source>
        <translation>奇异值</translation>
    </message>
    <message>
        <source>units</source>
        <translation>神经元</translation>
    </message>
    <message>
        <source>{dead} of {count} dead</source>
        <translation>{count} 个中有 {dead} 个失效</translation>
    </message>
    <message>
        <source>{shown} of {count}, ±{size}</source>
        <translation>{count} 个中的 {shown} 个，±{size}</translation>
    </message>
</context>
<context>
    <name>MatrixPlot</name>
    <message>
        <source>Rows are outputs, columns are inputs. The wheel zooms, dragging moves, a double click or Escape shows all again; the arrow keys go from cell to cell.</source>
        <translation>行为输出，列为输入。滚轮缩放，拖动平移，双击或按 Esc 显示全部；方向键逐格移动。</translation>
    </message>
    <message>
        <source>W[{place}]: largest {value}</source>
        <translation>W[{place}]：|W| 最大者 {value}</translation>
    </message>
    <message>
        <source>Weight matrix</source>
        <translation>权重矩阵</translation>
    </message>
    <message>
        <source>cell = largest |W| of {rows} × {columns}</source>
        <translation>每格为 {rows} × {columns} 个权重中 |W| 最大者</translation>
    </message>
    <message>
        <source>input j</source>
        <translation>输入 j</translation>
    </message>
    <message>
        <source>largest |W| of {rows} × {columns}</source>
        <translation>{rows} × {columns} 中 |W| 最大者</translation>
    </message>
    <message>
        <source>output i</source>
        <translation>输出 i</translation>
    </message>
    <message>
        <source>{rows} × {columns} values, colours from −{limit} to {limit}</source>
        <translation>{rows} × {columns} 个值，颜色从 −{limit} 到 {limit}</translation>
    </message>
</context>
<context>
    <name>MeanCard</name>
    <message>
        <source>As in the paper of 2014: survivors keep their value in training, and eval() multiplies by 1−p instead.</source>
        <translation>如 2014 年的论文：训练时留下的神经元保持原值，改由 eval() 乘以 1−p。</translation>
    </message>
    <message>
        <source>Draw {n} samples at once</source>
        <translation>一次抽取 {n} 个样本</translation>
    </message>
    <message>
        <source>On average</source>
        <translation>平均来看</translation>
    </message>
    <message>
        <source>On average · n = {n}</source>
        <translation>平均来看 · n = {n}</translation>
    </message>
    <message>
        <source>Without scaling the survivors</source>
        <translation>不放大留下的神经元</translation>
    </message>
    <message>
        <source>draw {n}</source>
        <translation>抽 {n} 次</translation>
    </message>
    <message>
        <source>mean of y</source>
        <translation>y 的均值</translation>
    </message>
    <message>
        <source>without 1/(1−p)</source>
        <translation>不乘 1/(1−p)</translation>
    </message>
    <message>
        <source>{n} more samples at once: the distribution of single draws</source>
        <translation>一次再抽 {n} 个样本：与逐次抽取的分布相同</translation>
    </message>
    <message>
        <source>{streams}
The same distribution, other random numbers.</source>
        <translation>{streams}
分布相同，随机数不同。</translation>
    </message>
    <message>
        <source>± standard error</source>
        <translation>± 标准误</translation>
    </message>
</context>
<context>
    <name>MeanPlot</name>
    <message>
        <source>Bar: mean of y over all samples. Line: x.</source>
        <translation>柱：所有样本的 y 的均值。线：x。</translation>
    </message>
    <message>
        <source>Running mean of y for each unit</source>
        <translation>每个神经元的 y 的累计均值</translation>
    </message>
    <message>
        <source>mean
of y</source>
        <translation>y 的
均值</translation>
    </message>
    <message>
        <source>x[{i}] = {x}
mean of y = {mean}
standard error = {error}</source>
        <translation>x[{i}] = {x}
y 的均值 = {mean}
标准误 = {error}</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Close the message</source>
        <translation>关闭消息</translation>
    </message>
</context>
<context>
    <name>NetworkCard</name>
    <message>
        <source>8 × 8 digits</source>
        <translation>手写数字</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>batch</source>
        <translation>批大小</translation>
    </message>
    <message>
        <source>input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>layers</source>
        <translation>层数</translation>
    </message>
    <message>
        <source>uniform noise</source>
        <translation>均匀噪声</translation>
    </message>
    <message>
        <source>width</source>
        <translation>宽度</translation>
    </message>
</context>
<context>
    <name>NetworkKeys</name>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>layers</source>
        <translation>层数</translation>
    </message>
    <message>
        <source>norm</source>
        <translation>归一化</translation>
    </message>
    <message>
        <source>width</source>
        <translation>宽度</translation>
    </message>
</context>
<context>
    <name>OverDepthPlot</name>
    <message>
        <source>+{count} more</source>
        <translation>另有 {count} 条</translation>
    </message>
    <message>
        <source>Across: the weights in the order of the network. Upwards: σ, logarithmic. Dashed: what Kaiming and Xavier give for the fans. A click shows the weight.</source>
        <translation>横轴：按网络次序排列的权重。纵轴：σ，对数刻度。虚线：Kaiming 和 Xavier 按扇入、扇出给出的值。单击可查看该权重。</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>σ of each weight over the depth of the network</source>
        <translation>各权重的 σ 随网络深度的变化</translation>
    </message>
</context>
<context>
    <name>OverTimePlot</name>
    <message>
        <source>Each column is the distribution at one step; the lines are its 15th, 50th and 85th percentile.</source>
        <translation>每一列是某一步的分布；三条线是第 15、50 和 85 百分位数。</translation>
    </message>
    <message>
        <source>The distribution over the steps</source>
        <translation>分布随步数的变化</translation>
    </message>
    <message>
        <source>median {middle}, from {low} to {high} in the middle 70 per cent</source>
        <translation>中位数 {middle}，中间 70% 从 {low} 到 {high}</translation>
    </message>
    <message>
        <source>step, growing by factors</source>
        <translation>步数，按倍数增长</translation>
    </message>
</context>
<context>
    <name>PaceBox</name>
    <message>
        <source>How many steps are made in a second</source>
        <translation>每秒走多少步</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>full speed</source>
        <translation>全速</translation>
    </message>
    <message>
        <source>{count} steps/s</source>
        <translation>{count} 步/秒</translation>
    </message>
</context>
<context>
    <name>PenaltyKeys</name>
    <message>
        <source>L1 by</source>
        <translation>L1 方式</translation>
    </message>
    <message>
        <source>L1 λ</source>
        <translation>L1 λ</translation>
    </message>
    <message>
        <source>L2 λ</source>
        <translation>L2 λ</translation>
    </message>
    <message>
        <source>Regularization</source>
        <translation>正则化</translation>
    </message>
    <message>
        <source>early stop</source>
        <translation>提前停止</translation>
    </message>
    <message>
        <source>max norm</source>
        <translation>最大范数</translation>
    </message>
    <message>
        <source>reaches</source>
        <translation>作用于</translation>
    </message>
</context>
<context>
    <name>PictureKeys</name>
    <message>
        <source>A picture that shows a law of the field: sets the network, the axes and the measure</source>
        <translation>展示一条规律的图：设定网络、坐标轴和测量量</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>beside by</source>
        <translation>并列优化器</translation>
    </message>
    <message>
        <source>beside it</source>
        <translation>并列图</translation>
    </message>
    <message>
        <source>measure</source>
        <translation>测量量</translation>
    </message>
    <message>
        <source>nothing else</source>
        <translation>无</translation>
    </message>
    <message>
        <source>own picture</source>
        <translation>自定义</translation>
    </message>
    <message>
        <source>preset</source>
        <translation>预设</translation>
    </message>
</context>
<context>
    <name>QrDialog</name>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>复制链接</translation>
    </message>
    <message>
        <source>Copy the link to the clipboard</source>
        <translation>把链接复制到剪贴板</translation>
    </message>
    <message>
        <source>Link to the experiment</source>
        <translation>实验的链接</translation>
    </message>
    <message>
        <source>Photograph the code, send its text to a computer, copy it there and press Ctrl+V in InitLab.</source>
        <translation>拍下二维码，把其中的文字发到电脑上复制，再在 InitLab 中按 Ctrl+V。</translation>
    </message>
    <message>
        <source>QR code of the experiment</source>
        <translation>实验的二维码</translation>
    </message>
    <message>
        <source>The text that the code holds: select it, or copy it whole.</source>
        <translation>二维码中的文字：可以选取，也可以整段复制。</translation>
    </message>
</context>
<context>
    <name>QrView</name>
    <message>
        <source>A phone&apos;s camera reads the text of the link from it.</source>
        <translation>用手机相机可以从中读出链接的文字。</translation>
    </message>
    <message>
        <source>QR code of the link</source>
        <translation>链接的二维码</translation>
    </message>
</context>
<context>
    <name>RacePlot</name>
    <message>
        <source>+{count} more</source>
        <translation>另有 {count} 条</translation>
    </message>
    <message>
        <source>Solid: training samples; dashed: test samples, both in evaluation mode. The mouse or the arrow keys read all lanes at one step; a click or Enter goes there.</source>
        <translation>实线：训练样本；虚线：测试样本，都在评估模式下。用鼠标或方向键读出所有赛道在某一步的值；单击或按 Enter 跳到那一步。</translation>
    </message>
    <message>
        <source>The race: loss or accuracy of each lane over the steps</source>
        <translation>比赛：每条赛道的损失或准确率随步数的变化</translation>
    </message>
    <message>
        <source>epoch</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>step {step:,}</source>
        <translation>第 {step:,} 步</translation>
    </message>
</context>
<context>
    <name>Ridgeline</name>
    <message>
        <source>A histogram for each layer, the first at the top. Each is as high as the others: its own maximum. A spike at 0 is the share of exact zeros.</source>
        <translation>每层一个直方图，第一层在最上方。各层一样高：以自己的最大值为准。0 处的尖峰是恰好为零的比例。</translation>
    </message>
    <message>
        <source>Histograms of the layers</source>
        <translation>各层的直方图</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>layer {layer}: value {value}, density {density}</source>
        <translation>第 {layer} 层：数值 {value}，密度 {density}</translation>
    </message>
    <message>
        <source>layer {layer}: {said}</source>
        <translation>第 {layer} 层：{said}</translation>
    </message>
    <message>
        <source>layer {layer}: ∞ or NaN</source>
        <translation>第 {layer} 层：∞ 或 NaN</translation>
    </message>
    <message>
        <source>most values near {value}</source>
        <translation>多数值在 {value} 附近</translation>
    </message>
    <message>
        <source>{share} % zeros</source>
        <translation>{share} % 为零</translation>
    </message>
</context>
<context>
    <name>RunSection</name>
    <message>
        <source>Draw a new seed</source>
        <translation>抽取新的随机种子</translation>
    </message>
    <message>
        <source>Draw a new seed (Ctrl+R)</source>
        <translation>抽取新的随机种子（Ctrl+R）</translation>
    </message>
    <message>
        <source>Re-roll</source>
        <translation>重新抽取</translation>
    </message>
    <message>
        <source>Run on</source>
        <translation>运行</translation>
    </message>
</context>
<context>
    <name>Said</name>
    <message>
        <source>{text} ({remark})</source>
        <translation>{text}（{remark}）</translation>
    </message>
    <message>
        <source>{what}: {text}</source>
        <translation>{what}：{text}</translation>
    </message>
</context>
<context>
    <name>Saving</name>
    <message>
        <source>Save sweep</source>
        <translation>保存扫描</translation>
    </message>
    <message>
        <source>Unsaved sweep</source>
        <translation>未保存的扫描</translation>
    </message>
    <message>
        <source>{done} of {total} cells of a sweep took {seconds} s of computing, and no file holds all of them. Save the sweep?</source>
        <translation>一个扫描的 {done} / {total} 个格子花了 {seconds} 秒计算，还没有任何文件保存其全部结果。要保存这个扫描吗？</translation>
    </message>
    <message>
        <source>{name} is written.</source>
        <translation>已写入 {name}。</translation>
    </message>
</context>
<context>
    <name>Sharing</name>
    <message>
        <source>Link copied: {count} characters. Pasted into InitLab, it opens this.</source>
        <translation>链接已复制，共 {count} 个字符。粘贴到 InitLab 中即可打开这个实验。</translation>
    </message>
    <message>
        <source>Link from outside</source>
        <translation>外部链接</translation>
    </message>
    <message>
        <source>Open link</source>
        <translation>打开链接</translation>
    </message>
    <message>
        <source>Picture copied: {width} × {height} pixels.</source>
        <translation>图片已复制：{width} × {height} 像素。</translation>
    </message>
    <message>
        <source>Show the experiment of a link from outside InitLab?
It only sets the controls, and Undo brings back what you see now.</source>
        <translation>要显示外部链接带来的实验吗？
它只会设置控件；用撤销可以回到现在的画面。</translation>
    </message>
    <message>
        <source>The link&apos;s experiment is already on the screen.</source>
        <translation>链接中的实验就是屏幕上的这个。</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
</context>
<context>
    <name>SignalCard</name>
    <message>
        <source>Advice on the initialization</source>
        <translation>初始化建议</translation>
    </message>
    <message>
        <source>E[y²] / E[x²] = {measured} measured, {theory} in theory</source>
        <translation>E[y²] / E[x²] = {measured}（实测），{theory}（理论）</translation>
    </message>
    <message>
        <source>E[y²] = {measured} measured, {theory} in theory</source>
        <translation>E[y²] 实测 {measured}，理论 {theory}</translation>
    </message>
    <message>
        <source>How much one such layer multiplies the power of its signal, dropout included</source>
        <translation>信号经过这样一层后，功率变为原来的多少倍（含随机失活）</translation>
    </message>
    <message>
        <source>Signal</source>
        <translation>信号</translation>
    </message>
</context>
<context>
    <name>SignalPlot</name>
    <message>
        <source>+{count} more</source>
        <translation>另有 {count} 个</translation>
    </message>
    <message>
        <source>0 from layer {layer}</source>
        <translation>第 {layer} 层起为 0</translation>
    </message>
    <message>
        <source>0 up to layer {layer}</source>
        <translation>至第 {layer} 层为 0</translation>
    </message>
    <message>
        <source>Across: layers. Upwards: root mean square of the gradient with respect to the preactivations. The thin line is theory; the arrow keys go from layer to layer.</source>
        <translation>横轴：层。纵轴：对预激活值的梯度的均方根。细线是理论值；方向键逐层移动。</translation>
    </message>
    <message>
        <source>Across: layers. Upwards: root mean square of the preactivations. The thin line is theory; the arrow keys go from layer to layer.</source>
        <translation>横轴：层。纵轴：预激活值的均方根。细线是理论值；方向键逐层移动。</translation>
    </message>
    <message>
        <source>NaN from layer {layer}</source>
        <translation>第 {layer} 层起为 NaN</translation>
    </message>
    <message>
        <source>NaN up to layer {layer}</source>
        <translation>至第 {layer} 层为 NaN</translation>
    </message>
    <message>
        <source>Size of the gradient in each layer</source>
        <translation>各层梯度的大小</translation>
    </message>
    <message>
        <source>Size of the signal in each layer</source>
        <translation>各层信号的大小</translation>
    </message>
    <message>
        <source>layer {layer}: rms {value}</source>
        <translation>第 {layer} 层：均方根 {value}</translation>
    </message>
    <message>
        <source>layer {layer}: rms {value} (theory {theory})</source>
        <translation>第 {layer} 层：均方根 {value}（理论 {theory}）</translation>
    </message>
    <message>
        <source>rms</source>
        <translation>均方根</translation>
    </message>
    <message>
        <source>rms of dL/dz</source>
        <translation>dL/dz 的均方根</translation>
    </message>
    <message>
        <source>rms of z</source>
        <translation>z 的均方根</translation>
    </message>
    <message>
        <source>∞ from layer {layer}</source>
        <translation>第 {layer} 层起为 ∞</translation>
    </message>
    <message>
        <source>∞ up to layer {layer}</source>
        <translation>至第 {layer} 层为 ∞</translation>
    </message>
</context>
<context>
    <name>Site</name>
    <message>
        <source>curves: {names}</source>
        <translation>曲线：{names}</translation>
    </message>
    <message>
        <source>{first}; {second}</source>
        <translation>{first}；{second}</translation>
    </message>
</context>
<context>
    <name>SliceCard</name>
    <message>
        <source>Slice</source>
        <translation>切片</translation>
    </message>
    <message>
        <source>Slice through it</source>
        <translation>经过此格的切片</translation>
    </message>
</context>
<context>
    <name>SortButton</name>
    <message>
        <source>By any column, also one that is not shown; sorted, names are not folded</source>
        <translation>可按任一列排序，没有显示的列也可以；排序后名称不再折叠</translation>
    </message>
    <message>
        <source>Sort by, now the network&apos;s order</source>
        <translation>排序方式，当前：网络中的顺序</translation>
    </message>
    <message>
        <source>Sort by, now {column}, {order}</source>
        <translation>排序方式，当前：{column}，{order}</translation>
    </message>
    <message>
        <source>ascending</source>
        <translation>升序</translation>
    </message>
    <message>
        <source>descending</source>
        <translation>降序</translation>
    </message>
    <message>
        <source>sort</source>
        <translation>排序</translation>
    </message>
    <message>
        <source>the network&apos;s order</source>
        <translation>网络中的顺序</translation>
    </message>
</context>
<context>
    <name>SpectrumPlot</name>
    <message>
        <source>Bars: the singular values. Curve: how those of a random matrix of this shape and variance lie. Orange: values beyond it, which chance does not give.</source>
        <translation>条形：奇异值。曲线：同形状、同方差的随机矩阵的奇异值分布。橙色：超出它的值，偶然不会产生。</translation>
    </message>
    <message>
        <source>Marchenko–Pastur edge {edge}</source>
        <translation>Marchenko–Pastur 边界 {edge}</translation>
    </message>
    <message>
        <source>Singular values of the weight, and the law of a random matrix</source>
        <translation>权重的奇异值与随机矩阵的定律</translation>
    </message>
    <message>
        <source>density</source>
        <translation>密度</translation>
    </message>
    <message>
        <source>law {count}</source>
        <translation>定律 {count}</translation>
    </message>
    <message>
        <source>no value outside: as random numbers give it</source>
        <translation>没有值在外：与随机数一致</translation>
    </message>
    <message>
        <source>{count} outside: what training wrote</source>
        <translation>{count} 个在外：训练写入的内容</translation>
    </message>
    <message>
        <source>{count} singular values</source>
        <translation>{count} 个奇异值</translation>
    </message>
</context>
<context>
    <name>SpreadCard</name>
    <message>
        <source>All layers side by side; the darker, the more values</source>
        <translation>所有层并排；颜色越深，数值越多</translation>
    </message>
    <message>
        <source>Distributions</source>
        <translation>分布</translation>
    </message>
    <message>
        <source>Distributions of the layers</source>
        <translation>各层的分布</translation>
    </message>
    <message>
        <source>Divide each layer by its own root mean square</source>
        <translation>每层除以自己的均方根</translation>
    </message>
    <message>
        <source>Shows the shape of a layer whose values have become tiny or huge</source>
        <translation>显示数值变得极小或极大的层的形状</translation>
    </message>
    <message>
        <source>Up to twelve layers, chosen evenly, one hill each</source>
        <translation>最多十二层，均匀选取，每层一座山</translation>
    </message>
    <message>
        <source>activation</source>
        <translation>激活值</translation>
    </message>
    <message>
        <source>gradient</source>
        <translation>梯度</translation>
    </message>
    <message>
        <source>map</source>
        <translation>密度图</translation>
    </message>
    <message>
        <source>preactivation</source>
        <translation>预激活值</translation>
    </message>
    <message>
        <source>ridgeline</source>
        <translation>山脊图</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>{symbol}: the distribution of the {what} in each layer</source>
        <translation>{symbol}：各层{what}的分布</translation>
    </message>
    <message>
        <source>÷ rms</source>
        <translation>÷ 均方根</translation>
    </message>
</context>
<context>
    <name>StatisticsCard</name>
    <message>
        <source>Statistics</source>
        <translation>统计</translation>
    </message>
    <message>
        <source>Statistics of the {what}</source>
        <translation>{what}的统计</translation>
    </message>
    <message>
        <source>Statistics: sampled and theory</source>
        <translation>统计：样本与理论</translation>
    </message>
    <message>
        <source>bias</source>
        <translation>偏置</translation>
    </message>
    <message>
        <source>comparing with theory …</source>
        <translation>正在与理论比较…</translation>
    </message>
    <message>
        <source>sampled</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>theory</source>
        <translation>理论</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>{test}: p {p}</source>
        <translation>{test}：p {p}</translation>
    </message>
    <message>
        <source>{verdict}: {reason}</source>
        <translation>{verdict}：{reason}</translation>
    </message>
    <message>
        <source>✓ matches theory</source>
        <translation>✓ 与理论相符</translation>
    </message>
    <message>
        <source>✗ does not match theory</source>
        <translation>✗ 与理论不符</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Progress of the run or the export</source>
        <translation>运行或导出的进度</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop the run or the export</source>
        <translation>停止运行或导出</translation>
    </message>
    <message>
        <source>Stop the run or the export; the last picture stays (Esc)</source>
        <translation>停止运行或导出，保留上一次的图（Esc）</translation>
    </message>
</context>
<context>
    <name>SweepBar</name>
    <message>
        <source>Compute every cell of the picture (Space)</source>
        <translation>计算图中的每一格（空格键）</translation>
    </message>
    <message>
        <source>Compute the cells that are missing (Space)</source>
        <translation>计算尚缺的格子（空格键）</translation>
    </message>
    <message>
        <source>Forget every cell, and compute them again</source>
        <translation>丢弃所有格子，重新计算</translation>
    </message>
    <message>
        <source>Progress of the sweep</source>
        <translation>扫描进度</translation>
    </message>
    <message>
        <source>Save sweep …</source>
        <translation>保存扫描 …</translation>
    </message>
    <message>
        <source>Start anew</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>Stop computing; what is known stays (Space)</source>
        <translation>停止计算，已有的结果保留（空格键）</translation>
    </message>
    <message>
        <source>Write the axes, the experiment and all cells that are known to a file</source>
        <translation>把坐标轴、实验和所有已算出的格子写入文件</translation>
    </message>
    <message>
        <source>{count} min</source>
        <translation>{count} 分钟</translation>
    </message>
    <message>
        <source>{count} s</source>
        <translation>{count} 秒</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} / {total}</translation>
    </message>
    <message>
        <source>{done} • starting …</source>
        <translation>{done} • 正在启动 …</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>还剩 {time}</translation>
    </message>
    <message>
        <source>▶ Go on</source>
        <translation>▶ 继续</translation>
    </message>
    <message>
        <source>▶ Start</source>
        <translation>▶ 开始</translation>
    </message>
    <message>
        <source>❚❚ Pause</source>
        <translation>❚❚ 暂停</translation>
    </message>
</context>
<context>
    <name>SweepMapPlot</name>
    <message>
        <source>Each cell is one setting; its colour is what was measured, hatched where that is no finite number, the line is theory. A click or the arrow keys move the cursor, Enter sets the experiment to its cell, a double click trains it.</source>
        <translation>每个格子是一组设置，颜色是测得的值，不是有限数之处画有斜线，曲线是理论值。单击或用方向键移动光标，按 Enter 将实验设为光标所在的格子，双击则去训练它。</translation>
    </message>
    <message>
        <source>Map of the sweep</source>
        <translation>扫描图</translation>
    </message>
    <message>
        <source>{columns} values of {x}</source>
        <translation>{x} 的 {columns} 个值</translation>
    </message>
    <message>
        <source>{columns} × {rows} cells, {x} across, {y} upward</source>
        <translation>{columns} × {rows} 个格子，横轴 {x}，纵轴 {y}</translation>
    </message>
</context>
<context>
    <name>SweepPage</name>
    <message>
        <source>Cell {name}</source>
        <translation>格子 {name}</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>格子</translation>
    </message>
    <message>
        <source>Open {name}</source>
        <translation>打开 {name}</translation>
    </message>
    <message>
        <source>Sweep of {name}</source>
        <translation>扫描：{name}</translation>
    </message>
    <message>
        <source>{count} cells</source>
        <translation>{count} 个格子</translation>
    </message>
    <message>
        <source>{count} processes</source>
        <translation>{count} 个进程</translation>
    </message>
    <message>
        <source>{time} ms a cell</source>
        <translation>每格 {time} 毫秒</translation>
    </message>
</context>
<context>
    <name>SweepSlicePlot</name>
    <message>
        <source>Slice through the cell</source>
        <translation>经过该格子的切片</translation>
    </message>
    <message>
        <source>The row of the map through the cursor: points are measured, bars are a standard deviation over the seeds, the line is theory. A click moves the cursor.</source>
        <translation>图中光标所在的一行：点是测得的值，误差线是各种子间的标准差，曲线是理论值。单击可移动光标。</translation>
    </message>
    <message>
        <source>{across} at {upward} = {value}</source>
        <translation>{across}（{upward} = {value}）</translation>
    </message>
</context>
<context>
    <name>SweepWords</name>
    <message>
        <source>not computed yet</source>
        <translation>尚未计算</translation>
    </message>
    <message>
        <source>theory {value}</source>
        <translation>理论值 {value}</translation>
    </message>
</context>
<context>
    <name>SweepWordsCard</name>
    <message>
        <source>In words</source>
        <translation>文字说明</translation>
    </message>
    <message>
        <source>Press Start: every fourth cell comes first.</source>
        <translation>按“开始”：先计算每隔四格的那些格子。</translation>
    </message>
</context>
<context>
    <name>TensorCodeCard</name>
    <message>
        <source>Reads the tensor that is looked at, without InitLab</source>
        <translation>不用 InitLab 即可读取当前张量</translation>
    </message>
    <message>
        <source>What print(w.shape) and print(w) say</source>
        <translation>print(w.shape) 和 print(w) 的输出</translation>
    </message>
</context>
<context>
    <name>TensorNumbersCard</name>
    <message>
        <source>In numbers</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Numbers of the tensor, and of the initialization beside it</source>
        <translation>张量的数值，以及旁边初始化的数值</translation>
    </message>
    <message>
        <source>initialization</source>
        <translation>初始化</translation>
    </message>
    <message>
        <source>now</source>
        <translation>现在</translation>
    </message>
</context>
<context>
    <name>TensorsCard</name>
    <message>
        <source>Choose a tensor: the pictures follow it. → and ← unfold and fold a group of names. A click on a heading sorts. The menu key says what a tensor is, where its name and shape leave that open.</source>
        <translation>选一个张量，各图随之更新。→ 和 ← 展开和折叠一组名称。点击列标题即可排序。名称和形状说不清是什么时，用菜单键指明它是什么。</translation>
    </message>
    <message>
        <source>Filter by name</source>
        <translation>按名称筛选</translation>
    </message>
    <message>
        <source>Only tensors with these letters in their names are shown</source>
        <translation>只显示名称中含有这些字符的张量</translation>
    </message>
    <message>
        <source>Tensors</source>
        <translation>张量</translation>
    </message>
    <message>
        <source>Tensors as an initialization left them</source>
        <translation>保持初始化原样的张量</translation>
    </message>
    <message>
        <source>Tensors that no initialization explains</source>
        <translation>任何初始化都无法解释的张量</translation>
    </message>
    <message>
        <source>Tensors with units whose weights are all 0</source>
        <translation>含有权重全为 0 的神经元的张量</translation>
    </message>
    <message>
        <source>The tensors of the checkpoint</source>
        <translation>检查点中的张量</translation>
    </message>
    <message>
        <source>dead</source>
        <translation>失效</translation>
    </message>
    <message>
        <source>filter by name</source>
        <translation>按名称筛选</translation>
    </message>
    <message>
        <source>fresh</source>
        <translation>新的</translation>
    </message>
    <message>
        <source>trained</source>
        <translation>训练过</translation>
    </message>
    <message>
        <source>{shown} of {count}</source>
        <translation>{count} 个中的 {shown} 个</translation>
    </message>
</context>
<context>
    <name>TheoryCard</name>
    <message>
        <source>For the digits the line is approximate: each of them has a length of its own.</source>
        <translation>对手写数字，这条线是近似的：每个数字的长度各不相同。</translation>
    </message>
    <message>
        <source>Theory</source>
        <translation>理论</translation>
    </message>
    <message>
        <source>z is normal with mean E[b] and second moment q of its layer: true for a wide network with random weights. χ below 1 makes the gradient fade on its way back, above 1 it grows.</source>
        <translation>z 服从正态分布，均值为 E[b]，二阶矩为所在层的 q：网络足够宽、权重随机时成立。χ 小于 1 时梯度在反传中衰减，大于 1 时增长。</translation>
    </message>
</context>
<context>
    <name>Thumbnail</name>
    <message>
        <source>Sample {number}: {kept} of {count} kept</source>
        <translation>样本 {number}：{count} 个中保留 {kept} 个</translation>
    </message>
</context>
<context>
    <name>TilesPlot</name>
    <message>
        <source>{caption}: pixel {pixel} = {value}</source>
        <translation>{caption}：像素 {pixel} = {value}</translation>
    </message>
    <message>
        <source>{count} pictures</source>
        <translation>{count} 幅图</translation>
    </message>
</context>
<context>
    <name>ToolRow</name>
    <message>
        <source>More tools</source>
        <translation>更多工具</translation>
    </message>
    <message>
        <source>More tools of this plot</source>
        <translation>这张图的更多工具</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Page {title}</source>
        <translation>页面：{title}</translation>
    </message>
    <message>
        <source>Show the page {title} ({keys})</source>
        <translation>显示“{title}”页面（{keys}）</translation>
    </message>
</context>
<context>
    <name>TrainingCodeCard</name>
    <message>
        <source>Trains the chosen lane: run by itself it leaves the same weights, bit for bit</source>
        <translation>训练所选的赛道：单独运行时得到逐位相同的权重</translation>
    </message>
    <message>
        <source>What print(model) says</source>
        <translation>print(model) 的输出</translation>
    </message>
</context>
<context>
    <name>TrainingPage</name>
    <message>
        <source>Add a lane</source>
        <translation>添加赛道</translation>
    </message>
    <message>
        <source>Race of {name}</source>
        <translation>{name} 比赛</translation>
    </message>
    <message>
        <source>Remove a lane</source>
        <translation>移除赛道</translation>
    </message>
    <message>
        <source>Rename a lane</source>
        <translation>重命名赛道</translation>
    </message>
    <message>
        <source>as it is</source>
        <translation>原样</translation>
    </message>
    <message>
        <source>lane {number}</source>
        <translation>赛道 {number}</translation>
    </message>
    <message>
        <source>{count} networks · {name}: {parameters:,} parameters · {steps:,} steps in {time:.1f} s · {dtype} on {device}</source>
        <translation>{count} 个网络 · {name}：{parameters:,} 个参数 · {steps:,} 步用时 {time:.1f} 秒 · {device} 上的 {dtype}</translation>
    </message>
</context>
<context>
    <name>TransportBar</name>
    <message>
        <source>+ lane</source>
        <translation>+ 赛道</translation>
    </message>
    <message>
        <source>A race that tells a story; set up anew</source>
        <translation>一场能说明问题的比赛；重新布置</translation>
    </message>
    <message>
        <source>Back to step 0, with the same initialization</source>
        <translation>回到第 0 步，初始化不变</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>一轮</translation>
    </message>
    <message>
        <source>Go on to the end of the epoch</source>
        <translation>走到本轮结束</translation>
    </message>
    <message>
        <source>Let the networks learn (Space)</source>
        <translation>让网络学习（空格）</translation>
    </message>
    <message>
        <source>Let the race stand where it is (Space)</source>
        <translation>让比赛停在此处（空格）</translation>
    </message>
    <message>
        <source>Let what the controls say now run as one more lane</source>
        <translation>把控件现在的设置作为新赛道加入</translation>
    </message>
    <message>
        <source>Make one step</source>
        <translation>走一步</translation>
    </message>
    <message>
        <source>Race</source>
        <translation>比赛</translation>
    </message>
    <message>
        <source>Rewind</source>
        <translation>回到起点</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>单步</translation>
    </message>
    <message>
        <source>epoch {epoch} / {epochs} · step {step:,}</source>
        <translation>第 {epoch} / {epochs} 轮 · 第 {step:,} 步</translation>
    </message>
    <message>
        <source>own lanes</source>
        <translation>自己的赛道</translation>
    </message>
    <message>
        <source>race of</source>
        <translation>比赛</translation>
    </message>
    <message>
        <source>▶ Start</source>
        <translation>▶ 开始</translation>
    </message>
    <message>
        <source>❚❚ Pause</source>
        <translation>❚❚ 暂停</translation>
    </message>
</context>
<context>
    <name>UnitLengthsPlot</name>
    <message>
        <source>Across: the units, the rows of the weight. Upwards: the length of each row. A unit without a bar is dead: all of its weights are 0.</source>
        <translation>横轴：神经元，即权重的各行。纵轴：每行的长度。没有条形的神经元已失效：其权重全为 0。</translation>
    </message>
    <message>
        <source>Length of the weights of each unit</source>
        <translation>每个神经元的权重长度</translation>
    </message>
    <message>
        <source>unit {number}: ‖w‖ = {length}</source>
        <translation>神经元 {number}：‖w‖ = {length}</translation>
    </message>
    <message>
        <source>{count} units</source>
        <translation>{count} 个神经元</translation>
    </message>
</context>
<context>
    <name>UnitsCard</name>
    <message>
        <source>How many directions the activations of the batch still have</source>
        <translation>这批数据的激活值还剩多少个方向</translation>
    </message>
    <message>
        <source>Last layer: no finite values</source>
        <translation>最后一层：没有有限的数值</translation>
    </message>
    <message>
        <source>Last layer: {saturated} % of the values saturated, {dead} % of the units dead</source>
        <translation>最后一层：{saturated} % 的值饱和，{dead} % 的神经元死亡</translation>
    </message>
    <message>
        <source>Rank of the batch&apos;s activations: {first} → {last}</source>
        <translation>这批数据激活值的秩：{first} → {last}</translation>
    </message>
    <message>
        <source>Saturated values: φ is flat there, |φ&apos;(z)| &lt; 0.05, so hardly any gradient passes. Dead units: 0 for every input of the batch.</source>
        <translation>饱和的值：φ 在该处已变平，|φ&apos;(z)| &lt; 0.05，梯度几乎传不过去。死亡神经元：对批次中的每个输入都输出 0。</translation>
    </message>
    <message>
        <source>Units</source>
        <translation>神经元</translation>
    </message>
    <message>
        <source>rank</source>
        <translation>秩</translation>
    </message>
    <message>
        <source>saturated and dead</source>
        <translation>饱和与死亡</translation>
    </message>
</context>
<context>
    <name>UnitsPlot</name>
    <message>
        <source>+{count} more</source>
        <translation>另有 {count} 个</translation>
    </message>
    <message>
        <source>Across: layers. Upwards: in how many directions the outputs of the layer differ, at most the dashed line. The arrow keys go from layer to layer.</source>
        <translation>横轴：层。纵轴：该层输出在多少个方向上不同，最多到虚线。方向键逐层移动。</translation>
    </message>
    <message>
        <source>Across: layers. Upwards: the share of the values that are saturated, and of the units that are dead: they pass almost no gradient. The arrow keys go from layer to layer.</source>
        <translation>横轴：层。纵轴：饱和的值所占比例，以及死亡神经元所占比例：它们几乎不传递梯度。用方向键逐层查看。</translation>
    </message>
    <message>
        <source>Rank of each layer</source>
        <translation>各层的秩</translation>
    </message>
    <message>
        <source>Saturated values and dead units in each layer</source>
        <translation>每层中饱和的值与死亡的神经元</translation>
    </message>
    <message>
        <source>dead</source>
        <translation>死亡</translation>
    </message>
    <message>
        <source>layer {layer}: rank {rank} of {full}</source>
        <translation>第 {layer} 层：秩 {rank}，最多 {full}</translation>
    </message>
    <message>
        <source>layer {layer}: {said}</source>
        <translation>第 {layer} 层：{said}</translation>
    </message>
    <message>
        <source>no finite values</source>
        <translation>没有有限的数值</translation>
    </message>
    <message>
        <source>rank</source>
        <translation>秩</translation>
    </message>
    <message>
        <source>saturated</source>
        <translation>饱和</translation>
    </message>
    <message>
        <source>share</source>
        <translation>占比</translation>
    </message>
    <message>
        <source>{share} % of the units dead</source>
        <translation>{share} % 的神经元死亡</translation>
    </message>
    <message>
        <source>{share} % of the values saturated</source>
        <translation>{share} % 的值饱和</translation>
    </message>
</context>
<context>
    <name>UpwardKeys</name>
    <message>
        <source>Upward</source>
        <translation>纵轴</translation>
    </message>
</context>
<context>
    <name>VarianceCard</name>
    <message>
        <source>Variance over p</source>
        <translation>方差随 p 的变化</translation>
    </message>
    <message>
        <source>measured: drag it</source>
        <translation>实测：可拖动</translation>
    </message>
    <message>
        <source>theory</source>
        <translation>理论</translation>
    </message>
</context>
<context>
    <name>VariancePlot</name>
    <message>
        <source>Dropout adds noise: the mean of a signal stays, its variance grows with p. Drag the point, or press the arrow keys, to set p. The line is theory.</source>
        <translation>随机失活会加入噪声：信号的均值不变，方差随 p 增大。拖动圆点或按方向键来设置 p。线是理论值。</translation>
    </message>
    <message>
        <source>Variance after dropout over p</source>
        <translation>随机失活后的方差随 p 的变化</translation>
    </message>
    <message>
        <source>measured: Var[y] = {value}</source>
        <translation>实测：Var[y] = {value}</translation>
    </message>
    <message>
        <source>theory: Var[y] = {value}</source>
        <translation>理论：Var[y] = {value}</translation>
    </message>
</context>
<context>
    <name>VectorBox</name>
    <message>
        <source>The vector x</source>
        <translation>向量 x</translation>
    </message>
    <message>
        <source>course: 10 whole numbers</source>
        <translation>课程：10 个整数</translation>
    </message>
    <message>
        <source>normal: 10 of N(0, 1)</source>
        <translation>正态：10 个 N(0, 1)</translation>
    </message>
    <message>
        <source>ones: 10 times 1</source>
        <translation>全 1：10 个 1</translation>
    </message>
</context>
<context>
    <name>VectorCard</name>
    <message>
        <source>Draw a new mask</source>
        <translation>抽取新的掩码</translation>
    </message>
    <message>
        <source>Draw a new mask at random (space bar)</source>
        <translation>随机抽取新的掩码（空格键）</translation>
    </message>
    <message>
        <source>Draw two masks a second</source>
        <translation>每秒抽取两个掩码</translation>
    </message>
    <message>
        <source>Draw two masks a second until it is pressed again</source>
        <translation>每秒抽取两个掩码，再按一次停止</translation>
    </message>
    <message>
        <source>New mask</source>
        <translation>新掩码</translation>
    </message>
    <message>
        <source>One vector</source>
        <translation>一个向量</translation>
    </message>
    <message>
        <source>One vector · sample {number}</source>
        <translation>一个向量 · 样本 {number}</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>The last masks</source>
        <translation>最近的掩码</translation>
    </message>
    <message>
        <source>The last twelve masks: click one to see it again</source>
        <translation>最近的十二个掩码：点击可再次查看</translation>
    </message>
    <message>
        <source>dropped</source>
        <translation>丢弃</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>scaled × {scale}</source>
        <translation>放大 × {scale}</translation>
    </message>
</context>
<context>
    <name>VectorPlot</name>
    <message>
        <source>A hollow unit is dropped; a kept one leaves as it came, or scaled by 1/(1−p): the dark part of its bar is what the scale added.</source>
        <translation>空心的神经元被丢弃；保留的神经元原样输出，或放大 1/(1−p) 倍：条形中的深色部分是放大所增加的。</translation>
    </message>
    <message>
        <source>The vector x, the mask and y = dropout(x)</source>
        <translation>向量 x、掩码和 y = dropout(x)</translation>
    </message>
    <message>
        <source>dropped</source>
        <translation>丢弃</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>mask</source>
        <translation>掩码</translation>
    </message>
</context>
<context>
    <name>VerdictCard</name>
    <message>
        <source>Measured: stable while the power of signal and gradient is in every layer within a factor of 10 of layer 1&apos;s (3.2 in rms); beyond a factor of 1,000 (32 in rms) it has vanished or exploded, and in between it drifts.</source>
        <translation>按实测判定：每一层信号和梯度的功率与第 1 层相差不到 10 倍（均方根 3.2 倍），即为稳定；超过 1,000 倍（均方根 32 倍），即为消失或爆炸；介于两者之间则为漂移。</translation>
    </message>
    <message>
        <source>Verdict on the signal</source>
        <translation>对信号的判定</translation>
    </message>
</context>
<context>
    <name>WeightsCard</name>
    <message>
        <source>All pictures as they were at this step; the race goes on from there</source>
        <translation>所有图都回到这一步；比赛从那里继续</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Quantity</source>
        <translation>量</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>The dashed line is the theory of the initialization.</source>
        <translation>虚线是初始化的理论分布。</translation>
    </message>
    <message>
        <source>The weights as they are, over those of the start</source>
        <translation>现在的权重，叠在起始权重上</translation>
    </message>
    <message>
        <source>The whole course, from the first step</source>
        <translation>从第一步起的全过程</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Weights of the layer, now and at the start</source>
        <translation>该层的权重：现在与开始时</translation>
    </message>
    <message>
        <source>Weights · {lane}</source>
        <translation>权重 · {lane}</translation>
    </message>
    <message>
        <source>What is shown over the course</source>
        <translation>全过程显示什么</translation>
    </message>
    <message>
        <source>Which layer is shown</source>
        <translation>显示哪一层</translation>
    </message>
    <message>
        <source>activations</source>
        <translation>激活值</translation>
    </message>
    <message>
        <source>gradients</source>
        <translation>梯度</translation>
    </message>
    <message>
        <source>layer {number}</source>
        <translation>第 {number} 层</translation>
    </message>
    <message>
        <source>now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>output</source>
        <translation>输出层</translation>
    </message>
    <message>
        <source>over time</source>
        <translation>全过程</translation>
    </message>
    <message>
        <source>start</source>
        <translation>起始</translation>
    </message>
    <message>
        <source>theory of the start</source>
        <translation>起始分布的理论</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>权重</translation>
    </message>
</context>
<context>
    <name>WelcomeBanner</name>
    <message>
        <source>Begin lesson 1</source>
        <translation>开始第 1 课</translation>
    </message>
    <message>
        <source>Begin the first lesson (F5)</source>
        <translation>开始第一课（F5）</translation>
    </message>
    <message>
        <source>Close this; lessons are in the menu</source>
        <translation>关闭；课程在菜单里</translation>
    </message>
    <message>
        <source>New here? Short lessons show what there is to see.</source>
        <translation>第一次使用？几节短课带您看看这里有什么。</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>以后再说</translation>
    </message>
</context>
<context>
    <name>WhatsThis</name>
    <message>
        <source>PyTorch: {name}</source>
        <translation>PyTorch 写法：{name}</translation>
    </message>
</context>
<context>
    <name>WordsCard</name>
    <message>
        <source>Add the suggestion as a lane</source>
        <translation>把建议作为赛道加入</translation>
    </message>
    <message>
        <source>In words</source>
        <translation>文字说明</translation>
    </message>
    <message>
        <source>The race begins anew with one more lane</source>
        <translation>比赛加上一条赛道重新开始</translation>
    </message>
    <message>
        <source>Try it as a lane</source>
        <translation>作为赛道试一试</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>文字说明</translation>
    </message>
    <message>
        <source>reading …</source>
        <translation>正在读取 …</translation>
    </message>
    <message>
        <source>undefined</source>
        <translation>无定义</translation>
    </message>
</context>
<context>
    <name>actions</name>
    <message>
        <source>&amp;About InitLab</source>
        <translation>关于 InitLab(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Black screen</source>
        <translation>黑屏(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Copy the code</source>
        <translation>复制代码(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Explain the chosen control</source>
        <translation>解释当前控件(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>导出(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Full screen</source>
        <translation>全屏(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Handout (PDF, PNG) …</source>
        <translation>讲义（PDF、PNG）(&amp;H)…</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>键盘快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Leave the lesson</source>
        <translation>退出课程(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Lesson</source>
        <translation>课程(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;New</source>
        <translation>新建(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Next step</source>
        <translation>下一步(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Open a lesson …</source>
        <translation>打开课程(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Open link</source>
        <translation>打开链接(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Open …</source>
        <translation>打开(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Previous step</source>
        <translation>上一步(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Projector</source>
        <translation>投影模式(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;QR code …</source>
        <translation>二维码(&amp;Q)…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>保存(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Start or resume</source>
        <translation>开始或继续(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;What&apos;s this?</source>
        <translation>这是什么？(&amp;W)</translation>
    </message>
    <message>
        <source>A line of text that opens this experiment in InitLab on any computer. On another machine the last digits of its weights may differ.</source>
        <translation>一行文字，在任何一台电脑的 InitLab 中都能打开这个实验。在另一台机器上，权重的最后几位数可能不同。</translation>
    </message>
    <message>
        <source>Code (.py) …</source>
        <translation>代码（.py）…</translation>
    </message>
    <message>
        <source>Colours and letters of exported pictures are those of the window. Without it they are dark on white, for paper and slides.</source>
        <translation>导出的图片使用窗口的颜色和字号。不勾选时为白底深色，适合打印和幻灯片。</translation>
    </message>
    <message>
        <source>Copy &amp;link</source>
        <translation>复制链接(&amp;L)</translation>
    </message>
    <message>
        <source>Copy &amp;picture</source>
        <translation>复制图片(&amp;P)</translation>
    </message>
    <message>
        <source>Dark text on light for a bright room, or light on dark.</source>
        <translation>明亮的房间用浅底深字，也可以换成深底浅字。</translation>
    </message>
    <message>
        <source>E&amp;xamples</source>
        <translation>示例(&amp;X)</translation>
    </message>
    <message>
        <source>Every text of the window in the other language, at once.</source>
        <translation>窗口中的全部文字立即换成另一种语言。</translation>
    </message>
    <message>
        <source>Hides the panel and what stands beside the plots; the same key brings them back.</source>
        <translation>隐藏左侧面板和图旁的内容；再按同一个键恢复。</translation>
    </message>
    <message>
        <source>Large type and thick curves, for a lecture hall.</source>
        <translation>大字号、粗曲线，适合教室投影。</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>浅色/深色</translation>
    </message>
    <message>
        <source>One &amp;card fills the page</source>
        <translation>一张卡片占满页面(&amp;C)</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>最近打开(&amp;R)</translation>
    </message>
    <message>
        <source>Opens the link that was copied, as one step that can be undone.</source>
        <translation>打开已复制的链接；算作一步，可以撤销。</translation>
    </message>
    <message>
        <source>Other language</source>
        <translation>切换语言</translation>
    </message>
    <message>
        <source>Picture of the histogram …</source>
        <translation>直方图的图片…</translation>
    </message>
    <message>
        <source>Pictures in the window&apos;s &amp;look</source>
        <translation>图片采用窗口的外观(&amp;L)</translation>
    </message>
    <message>
        <source>Plots &amp;only</source>
        <translation>只看图(&amp;O)</translation>
    </message>
    <message>
        <source>Re-roll the &amp;seed</source>
        <translation>重新抽取随机种子(&amp;S)</translation>
    </message>
    <message>
        <source>S&amp;hare</source>
        <translation>分享(&amp;H)</translation>
    </message>
    <message>
        <source>S&amp;top the run</source>
        <translation>停止运行(&amp;T)</translation>
    </message>
    <message>
        <source>Save &amp;as …</source>
        <translation>另存为(&amp;A)…</translation>
    </message>
    <message>
        <source>The card under the mouse, or the one with the focus, has the whole page; again, or Escape, brings all of them back. So does a double click on a title.</source>
        <translation>鼠标所指的卡片，或有焦点的卡片，占满整个页面；再来一次或按 Esc，全部恢复。双击标题也可以。</translation>
    </message>
    <message>
        <source>The link as a large code that a class can photograph.</source>
        <translation>把链接显示成很大的二维码，供全班拍照。</translation>
    </message>
    <message>
        <source>The page as a picture, twice its size, for slides and mails.</source>
        <translation>把页面复制成两倍大小的图片，用于幻灯片和邮件。</translation>
    </message>
    <message>
        <source>The page on one sheet of A4: plots, formula, statistics, code, and the experiment as a QR code.</source>
        <translation>把页面放在一张 A4 纸上：图、公式、统计、代码，以及实验的二维码。</translation>
    </message>
    <message>
        <source>Theme of the system</source>
        <translation>跟随系统主题</translation>
    </message>
    <message>
        <source>Then click a control or a plot to read what it is.</source>
        <translation>之后点击控件或图，就能看到它的说明。</translation>
    </message>
    <message>
        <source>Weights (safetensors) …</source>
        <translation>权重（safetensors）…</translation>
    </message>
    <message>
        <source>What the control with the focus is, and torch&apos;s name for it.</source>
        <translation>当前焦点所在控件的含义，以及它在 torch 中的名称。</translation>
    </message>
    <message>
        <source>Write a &amp;lesson …</source>
        <translation>编写课程(&amp;L) …</translation>
    </message>
    <message>
        <source>Writes a small lesson to begin with, opens it, and shows how lessons are written.</source>
        <translation>写出一节可以从它改起的小课程并打开，同时显示编写课程的说明。</translation>
    </message>
    <message>
        <source>{title}: picture …</source>
        <translation>{title}：图片…</translation>
    </message>
    <message>
        <source>{title}: table (CSV) …</source>
        <translation>{title}：表格（CSV）…</translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>500 digits of which 40 % bear random labels: who learns them by heart fails the test.</source>
        <translation>500 个手写数字，其中 40% 的标签是随机的：死记硬背者通不过测试。</translation>
    </message>
    <message>
        <source>A circle around a circle, two classes.</source>
        <translation>一个圆套着另一个圆，两类。</translation>
    </message>
    <message>
        <source>A curve through noisy points: a regression.</source>
        <translation>穿过带噪声的点的曲线：回归。</translation>
    </message>
    <message>
        <source>A kernel slides along a sequence: the same weights at each place.</source>
        <translation>卷积核沿序列滑动：每个位置用同样的权重。</translation>
    </message>
    <message>
        <source>A kernel slides over an image: the same weights at each place.</source>
        <translation>卷积核在图像上滑动：每个位置用同样的权重。</translation>
    </message>
    <message>
        <source>A mean other than 0 is a matrix of rank one, √(n_in·n_out)·|μ|, which the spread around it makes a little longer.</source>
        <translation>均值不为 0 时，它本身是一个秩为 1 的矩阵，范数为 √(n_in·n_out)·|μ|，均值周围的散布使其略微增大。</translation>
    </message>
    <message>
        <source>A normal distribution without what lies outside [a, b]. The bounds are absolute: with the std 0.02 of vision transformers, torch&apos;s ±2 lie 100 σ away and cut off nothing.</source>
        <translation>去掉 [a, b] 之外部分的正态分布。上下界是实际取值：视觉 Transformer 的标准差为 0.02，torch 的 ±2 远在 100 σ 处，什么也截不掉。</translation>
    </message>
    <message>
        <source>A share of each column is zero, a tenth by default; the rest is normal. The sums still grow with the width: Martens (2010) kept a fixed number of connections, torch a share.</source>
        <translation>每一列有一定比例为零，默认十分之一，其余服从正态分布。加权和仍随宽度增大：Martens（2010）保留固定个数的连接，torch 保留的是固定比例。</translation>
    </message>
    <message>
        <source>A single row or column has one singular value: its length.</source>
        <translation>只有一行或一列时，唯一的奇异值就是它的长度。</translation>
    </message>
    <message>
        <source>A spread chosen by hand. It does not know the size of the layer: the more inputs, the larger the output.</source>
        <translation>标准差由人手动指定，与层的大小无关：输入越多，输出越大。</translation>
    </message>
    <message>
        <source>Adam</source>
        <translation>Adam</translation>
    </message>
    <message>
        <source>Adam whose weight decay shrinks the weights beside the step.</source>
        <translation>Adam 的一种：权重衰减在更新步之外直接缩小权重。</translation>
    </message>
    <message>
        <source>Adam with L2</source>
        <translation>Adam 加 L2</translation>
    </message>
    <message>
        <source>Adam with an L2 penalty beside AdamW: where the decay stands by itself, the best one hardly depends on the learning rate.</source>
        <translation>左边是带 L2 惩罚的 Adam，右边是 AdamW：当权重衰减独立于梯度时，最佳的衰减几乎与学习率无关。</translation>
    </message>
    <message>
        <source>AdamW</source>
        <translation>AdamW</translation>
    </message>
    <message>
        <source>AdamW, no decay</source>
        <translation>AdamW，无衰减</translation>
    </message>
    <message>
        <source>After step {step} the loss is no number any more. It began at {first}; who guesses gets {guessing}.</source>
        <translation>第 {step} 步之后损失不再是数。它从 {first} 开始；随便猜是 {guessing}。</translation>
    </message>
    <message>
        <source>Against {file}, {name} moved most: ‖ΔW‖ is {share} % of ‖W₀‖.</source>
        <translation>与 {file} 相比，{name} 移动得最多：‖ΔW‖ 是 ‖W₀‖ 的 {share}%。</translation>
    </message>
    <message>
        <source>Against {file}: {missing} names are missing here, {extra} are new, {resized} have another size.</source>
        <translation>与 {file} 相比：这里缺少 {missing} 个名称，新增 {extra} 个，有 {resized} 个大小不同。</translation>
    </message>
    <message>
        <source>Alike: a layer of {width} units does the work of one.</source>
        <translation>雷同：一层 {width} 个神经元只顶一个神经元用。</translation>
    </message>
    <message>
        <source>All 0 in {file}, and no longer: {names}.</source>
        <translation>在 {file} 中全为 0，现在不再是：{names}。</translation>
    </message>
    <message>
        <source>All positions of a channel vanish together: neighbours in a feature map are alike, so dropping one alone would hide nothing.</source>
        <translation>一个通道的所有位置一起消失：特征图中相邻的值很相似，只丢弃一个什么也遮不住。</translation>
    </message>
    <message>
        <source>All units of a hidden layer are alike: the same weights, the same output, the same gradient. They stay alike, and the loss is {last}; who guesses gets {guessing}.</source>
        <translation>某个隐藏层的神经元全都相同：相同的权重、输出和梯度。它们会一直相同，损失是 {last}；随便猜是 {guessing}。</translation>
    </message>
    <message>
        <source>All units of a layer have the same weights; only their random biases tell them apart.</source>
        <translation>同一层的所有神经元权重相同，只有随机的偏置使它们有别。</translation>
    </message>
    <message>
        <source>All units of a layer stay alike: the same weights, the same output, the same gradient. A wide layer is worth no more than a single unit.</source>
        <translation>同一层的所有神经元始终一样：权重相同，输出相同，梯度相同。再宽的层也只抵一个神经元。</translation>
    </message>
    <message>
        <source>All units stay alike, and nothing is learned: {names}.</source>
        <translation>神经元一直相同，什么也学不到：{names}。</translation>
    </message>
    <message>
        <source>All weights are alike: |value|·√(n_in·n_out).</source>
        <translation>所有权重相同：|值|·√(n_in·n_out)。</translation>
    </message>
    <message>
        <source>All {count} weights are as torch&apos;s modules leave them ({label}): if another initialization was meant, it did not reach one of them.</source>
        <translation>全部 {count} 个权重都是 torch 的模块自己给出的样子（{label}）：如果本想用别的初始化，那么它一个也没有作用到。</translation>
    </message>
    <message>
        <source>All {count} weights are fresh: as an initialization left them.</source>
        <translation>全部 {count} 个权重都是新的：保持着初始化之后的样子。</translation>
    </message>
    <message>
        <source>All {count} weights have been trained, or drawn in a way that InitLab does not know.</source>
        <translation>全部 {count} 个权重都训练过，或者来自 InitLab 不认识的抽取方式。</translation>
    </message>
    <message>
        <source>An embedding adds nothing up: a signal starts here, with the power of the weights, E[y²] = {ratio}.</source>
        <translation>嵌入层不作求和：信号从这里开始，功率就是权重的功率，E[y²] = {ratio}。</translation>
    </message>
    <message>
        <source>An index looks up its row of the weight; nothing is added.</source>
        <translation>一个索引取出权重中对应的一行；不作任何求和。</translation>
    </message>
    <message>
        <source>At step {step} the loss is no number any more; layer {layer} is the first that gives none. The loss began at {first}; who guesses gets {guessing}. This lane stands still.</source>
        <translation>第 {step} 步损失不再是数；第 {layer} 层最先出现这种情况。损失从 {first} 开始；随便猜是 {guessing}。这条赛道停住了。</translation>
    </message>
    <message>
        <source>Batch normalization holds the signal in every layer: try it.</source>
        <translation>批归一化在每一层保持信号：试一试。</translation>
    </message>
    <message>
        <source>BatchNorm</source>
        <translation>批归一化</translation>
    </message>
    <message>
        <source>Best on the test: {name}, with a loss of {loss}.</source>
        <translation>测试最好的是 {name}，损失 {loss}。</translation>
    </message>
    <message>
        <source>Best on the test: {name}, with {share} right.</source>
        <translation>测试最好的是 {name}，答对 {share}。</translation>
    </message>
    <message>
        <source>Bias</source>
        <translation>偏置</translation>
    </message>
    <message>
        <source>Breast cancer</source>
        <translation>乳腺癌</translation>
    </message>
    <message>
        <source>Centre of the normal distribution.</source>
        <translation>正态分布的均值。</translation>
    </message>
    <message>
        <source>Constant</source>
        <translation>常数</translation>
    </message>
    <message>
        <source>Convolution, 1-D</source>
        <translation>一维卷积</translation>
    </message>
    <message>
        <source>Convolution, 2-D</source>
        <translation>二维卷积</translation>
    </message>
    <message>
        <source>Convolution, 3-D</source>
        <translation>三维卷积</translation>
    </message>
    <message>
        <source>Cross-entropy</source>
        <translation>交叉熵</translation>
    </message>
    <message>
        <source>Dask is not installed; pip install initlab[cluster]</source>
        <translation>未安装 Dask；请运行 pip install initlab[cluster]</translation>
    </message>
    <message>
        <source>Default (nn.Linear)</source>
        <translation>默认（nn.Linear）</translation>
    </message>
    <message>
        <source>Default ({module})</source>
        <translation>默认（{module}）</translation>
    </message>
    <message>
        <source>Depths</source>
        <translation>深度</translation>
    </message>
    <message>
        <source>Digits, 8 × 8 pixels</source>
        <translation>手写数字，8 × 8 像素</translation>
    </message>
    <message>
        <source>Divided by n, as that of a distribution is; std() by itself divides by n − 1.</source>
        <translation>除以 n，与分布的标准差一致；std() 默认除以 n − 1。</translation>
    </message>
    <message>
        <source>Divides each step by the root mean square of gradients.</source>
        <translation>每一步除以梯度的均方根。</translation>
    </message>
    <message>
        <source>Divides each step by the size of past gradients; its weight decay is a part of the gradient, an L2 penalty.</source>
        <translation>每一步除以以往梯度的大小；它的权重衰减是梯度的一部分，即 L2 惩罚。</translation>
    </message>
    <message>
        <source>Drifts</source>
        <translation>漂移</translation>
    </message>
    <message>
        <source>Dropout lets no unit rely on another: try p = 0.5.</source>
        <translation>随机失活使神经元不能彼此依赖：试试 p = 0.5。</translation>
    </message>
    <message>
        <source>Dropout with p = 1 drops every unit: no initialization can help.</source>
        <translation>p = 1 的随机失活丢弃所有神经元：任何初始化都无济于事。</translation>
    </message>
    <message>
        <source>Dropout with p = 1 drops every unit: no signal is left.</source>
        <translation>p = 1 的随机失活丢弃所有神经元，信号完全消失。</translation>
    </message>
    <message>
        <source>Dropout × gain</source>
        <translation>随机失活 × 增益</translation>
    </message>
    <message>
        <source>Each sample gets mean 0 and variance 1 over its units.</source>
        <translation>每个样本在各神经元上的均值为 0，方差为 1。</translation>
    </message>
    <message>
        <source>Each unit adds up all inputs: y = xWᵀ + b.</source>
        <translation>每个神经元把所有输入加起来：y = xWᵀ + b。</translation>
    </message>
    <message>
        <source>Each unit gets mean 0 and variance 1 over the samples of a batch.</source>
        <translation>每个神经元在一批样本上的均值为 0，方差为 1。</translation>
    </message>
    <message>
        <source>Edge of chaos</source>
        <translation>混沌边缘</translation>
    </message>
    <message>
        <source>Eight layers with ReLU learn digits from eight starts: only those that keep the signal alive learn.</source>
        <translation>八层 ReLU 网络从八种起点学习手写数字：只有保持信号的起点学得会。</translation>
    </message>
    <message>
        <source>Embedding</source>
        <translation>嵌入层</translation>
    </message>
    <message>
        <source>Enough for {layers} layers; {method} would change the power less.</source>
        <translation>{layers} 层够用；{method} 对功率的改变更小。</translation>
    </message>
    <message>
        <source>Epochs without a better test loss after which training ends; 0: never.</source>
        <translation>测试损失多少轮没有变好就停止训练；0 表示不停。</translation>
    </message>
    <message>
        <source>Equal steps from value to value, or equal factors.</source>
        <translation>相邻取值之间的差相等，或比值相等。</translation>
    </message>
    <message>
        <source>Every singular value is {value}.</source>
        <translation>每个奇异值都是 {value}。</translation>
    </message>
    <message>
        <source>Every value between a and b is equally likely. torch&apos;s default 0 to 1 is not centred: a mean other than 0 adds up over the inputs.</source>
        <translation>a 与 b 之间的每个值概率相等。torch 默认的 0 到 1 不以 0 为中心：非零的均值会随输入不断累加。</translation>
    </message>
    <message>
        <source>Exploding</source>
        <translation>爆炸</translation>
    </message>
    <message>
        <source>Exploding: in layer {layer} the signal passes what {dtype} can hold.</source>
        <translation>爆炸：信号在第 {layer} 层超出 {dtype} 的范围。</translation>
    </message>
    <message>
        <source>Exploding: on its way back the gradient passes in layer {layer} what {dtype} can hold.</source>
        <translation>爆炸：梯度在反向途中于第 {layer} 层超出 {dtype} 的范围。</translation>
    </message>
    <message>
        <source>Exploding: the gradient is NaN from layer {layer} back, so nothing can be learned.</source>
        <translation>爆炸：从第 {layer} 层往前梯度为 NaN，无法学习。</translation>
    </message>
    <message>
        <source>Exploding: the signal is NaN from layer {layer} on, so nothing can be learned.</source>
        <translation>爆炸：从第 {layer} 层起信号为 NaN，无法学习。</translation>
    </message>
    <message>
        <source>Factor on the spread of the weights; makes up for what the activation shrinks.</source>
        <translation>增益：权重标准差所乘的系数，用来补偿激活函数造成的衰减。</translation>
    </message>
    <message>
        <source>Frobenius norm: the root of the sum of all squares.</source>
        <translation>Frobenius 范数：所有元素平方和的平方根。</translation>
    </message>
    <message>
        <source>Good for a bias. Where all weights start so and biases are equal, the units of a hidden layer stay alike, and at first no signal passes; a single layer does learn.</source>
        <translation>适合偏置。如果所有权重都从零开始、各偏置又相同，隐藏层的神经元就始终一样，起初也没有信号通过；单独一层则能学习。</translation>
    </message>
    <message>
        <source>Groups of channels that do not see one another; it divides both numbers.</source>
        <translation>互不相见的通道组数；必须整除两个通道数。</translation>
    </message>
    <message>
        <source>Groups whose channels are each passed on; those of the layer.</source>
        <translation>各组的通道分别原样传递；应与层的组数相同。</translation>
    </message>
    <message>
        <source>HTML is not allowed in a lesson; write Markdown, or `&lt;` between backticks</source>
        <translation>课程中不能有 HTML；请用 Markdown，或把 `&lt;` 放在反引号之间</translation>
    </message>
    <message>
        <source>Halfway between what keeps the power of the signal going forward and what keeps that of the gradient going back; both are kept in a square layer with gain 1 and no activation. Made for tanh; its authors found sigmoid unsuited to deep networks.</source>
        <translation>在前向保持信号功率与反向保持梯度功率之间取折中；层是方阵、增益为 1、没有激活函数时，两者都能保持。为 tanh 而设计；作者发现 sigmoid 不适合深层网络。</translation>
    </message>
    <message>
        <source>Handwritten digits, ten classes; three pixels are 0 in every picture.</source>
        <translation>手写数字，十类；有三个像素在每张图片中都是 0。</translation>
    </message>
    <message>
        <source>He (Kaiming) normal</source>
        <translation>He（Kaiming）正态分布</translation>
    </message>
    <message>
        <source>He (Kaiming) uniform</source>
        <translation>He（Kaiming）均匀分布</translation>
    </message>
    <message>
        <source>How a gradient becomes a step of the weights.</source>
        <translation>梯度怎样变成权重的一步更新。</translation>
    </message>
    <message>
        <source>How deep can one train</source>
        <translation>网络能训练多深</translation>
    </message>
    <message>
        <source>How long a step may be depends on how large the weights begin: one too long kills the units, one too short stands still; both end at guessing.</source>
        <translation>步长能有多大取决于权重初始值的大小：太大则神经元死亡，太小则停滞不前，两者最后都只是瞎猜。</translation>
    </message>
    <message>
        <source>How many fully connected layers are stacked.</source>
        <translation>堆叠多少个全连接层。</translation>
    </message>
    <message>
        <source>How many inputs go through the network at once.</source>
        <translation>一次有多少个输入通过网络。</translation>
    </message>
    <message>
        <source>How many samples are trained on; others are for the test.</source>
        <translation>用多少样本训练；其余用于测试。</translation>
    </message>
    <message>
        <source>How many seeds each cell is run with, from the seed of the experiment on.</source>
        <translation>每个格子用多少个随机种子运行，从实验的种子开始依次递增。</translation>
    </message>
    <message>
        <source>How many values from the first to the last, both included.</source>
        <translation>从第一个到最后一个（含两端）共取多少个值。</translation>
    </message>
    <message>
        <source>How much of the last step goes on; for Adam its first number β₁.</source>
        <translation>上一步有多少保留下来；对 Adam 是它的第一个数 β₁。</translation>
    </message>
    <message>
        <source>How much the gradient&apos;s power grows per layer</source>
        <translation>梯度的功率每层增长多少</translation>
    </message>
    <message>
        <source>How much the signal&apos;s power grows per layer</source>
        <translation>信号的功率每层增长多少</translation>
    </message>
    <message>
        <source>How often the network sees every training sample.</source>
        <translation>网络把每个训练样本看多少遍。</translation>
    </message>
    <message>
        <source>Identity (dirac)</source>
        <translation>通道恒等（dirac）</translation>
    </message>
    <message>
        <source>Identity (eye)</source>
        <translation>秩初始化（单位矩阵）</translation>
    </message>
    <message>
        <source>In {dtype} the {eps} that {optimizer} adds to what it divides by is 0; where the squares of a gradient are 0 too, the step is divided by 0: try float32.</source>
        <translation>在 {dtype} 中，{optimizer} 加到除数上的 {eps} 等于 0；梯度的平方也为 0 时，更新就除以了 0：试试 float32。</translation>
    </message>
    <message>
        <source>InitLab lessons</source>
        <translation>InitLab 课程</translation>
    </message>
    <message>
        <source>Initialization × weight decay</source>
        <translation>初始化 × 权重衰减</translation>
    </message>
    <message>
        <source>Initializations</source>
        <translation>初始化</translation>
    </message>
    <message>
        <source>It fits {label}: nothing in its distribution speaks against that. Too few values, or a dtype that is not torch&apos;s float32, hide whether training has moved it a little.</source>
        <translation>它符合 {label}：分布中没有任何与此矛盾之处。但数值太少，或者 dtype 不是 torch 的 float32，因此看不出训练是否让它略有移动。</translation>
    </message>
    <message>
        <source>It is made for SELU. A dropped unit becomes {alpha}, what SELU gives for very negative inputs, and a·y + b then brings a signal of mean 0 and variance 1 back to mean 0 and variance 1. So the average of one unit is {share}·x, not x.</source>
        <translation>它是为 SELU 设计的。丢弃的神经元变为 {alpha}，即 SELU 在输入很负时的值；随后的 a·y + b 把均值 0、方差 1 的信号恢复为均值 0、方差 1。因此单个神经元的平均值是 {share}·x，而不是 x。</translation>
    </message>
    <message>
        <source>It is {label}, and every value stands where torch&apos;s generator puts it: no step of training has moved this tensor.</source>
        <translation>它是 {label}，而且每个数值都落在 torch 的随机数生成器会放的位置上：没有任何一步训练移动过这个张量。</translation>
    </message>
    <message>
        <source>It is {label}, exactly: no step of training has moved it.</source>
        <translation>它恰好是 {label}：没有任何一步训练移动过它。</translation>
    </message>
    <message>
        <source>It learns the noise by heart: since step {since} the test loss has risen from {least} to {now}, while the training loss falls.</source>
        <translation>它把噪声背了下来：从第 {since} 步起测试损失由 {least} 升到 {now}，而训练损失在下降。</translation>
    </message>
    <message>
        <source>It learns the samples by heart: since step {since} the test loss has risen from {least} to {now}, while the training loss falls. {train} of the training samples are right, {test} of the test.</source>
        <translation>它把样本背了下来：从第 {since} 步起测试损失由 {least} 升到 {now}，而训练损失在下降。训练样本答对 {train}，测试答对 {test}。</translation>
    </message>
    <message>
        <source>It learns the samples by heart: {train} of the training samples are right, {test} of the test.</source>
        <translation>它死记硬背了样本：训练样本答对 {train}，测试样本答对 {test}。</translation>
    </message>
    <message>
        <source>It learns: the loss has fallen from {first} to {last}, {test} on the test.</source>
        <translation>它在学习：损失由 {first} 降到 {last}，测试损失 {test}。</translation>
    </message>
    <message>
        <source>It learns: the loss has fallen from {first} to {last}; {test} of the test are right.</source>
        <translation>它在学习：损失由 {first} 降到 {last}；测试答对 {test}。</translation>
    </message>
    <message>
        <source>Its distribution fits {label}, but the values do not stand where torch&apos;s generator on the CPU puts them: another device or library drew it, or training has moved it a little.</source>
        <translation>它的分布符合 {label}，但数值并不落在 torch 在 CPU 上的随机数生成器会放的位置上：它由别的设备或库抽取，或者训练让它略有移动。</translation>
    </message>
    <message>
        <source>Its singular values are beyond the largest number there is.</source>
        <translation>其奇异值超出了能表示的最大数。</translation>
    </message>
    <message>
        <source>Kaiming normal</source>
        <translation>Kaiming 正态</translation>
    </message>
    <message>
        <source>Kaiming, 16 layers</source>
        <translation>Kaiming，16 层</translation>
    </message>
    <message>
        <source>Kaiming, 2 layers</source>
        <translation>Kaiming，2 层</translation>
    </message>
    <message>
        <source>Kaiming, 8 layers</source>
        <translation>Kaiming，8 层</translation>
    </message>
    <message>
        <source>Keeps the power of a signal where no activation follows. Self-normalizing networks need it: in wide layers without bias SELU then brings mean and variance back to 0 and 1. torch has no function for it, so normal_ gets its std.</source>
        <translation>后面没有激活函数时，保持信号的功率。自归一化网络需要它：在没有偏置的宽层中，SELU 会把均值和方差拉回到 0 和 1。torch 没有对应的函数，因此用 normal_ 并给出它的标准差。</translation>
    </message>
    <message>
        <source>L1 0.001</source>
        <translation>L1 0.001</translation>
    </message>
    <message>
        <source>L1 λ</source>
        <translation>L1 λ</translation>
    </message>
    <message>
        <source>Label noise × decay</source>
        <translation>标签噪声 × 权重衰减</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>LayerNorm</source>
        <translation>层归一化</translation>
    </message>
    <message>
        <source>LeCun normal</source>
        <translation>LeCun 正态分布</translation>
    </message>
    <message>
        <source>Learning rate × decay</source>
        <translation>学习率 × 权重衰减</translation>
    </message>
    <message>
        <source>Learning rate × scale</source>
        <translation>学习率 × 缩放</translation>
    </message>
    <message>
        <source>Learning rate η: the length of a step for its gradient.</source>
        <translation>学习率 η：一步的长度与梯度之比。</translation>
    </message>
    <message>
        <source>Length: the root of the sum of all squares.</source>
        <translation>长度：所有元素平方和的平方根。</translation>
    </message>
    <message>
        <source>Lesson {number}</source>
        <translation>第 {number} 课</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>线性层</translation>
    </message>
    <message>
        <source>Lower bound of the values.</source>
        <translation>取值的下界。</translation>
    </message>
    <message>
        <source>Made by InitLab {version}, computed by PyTorch {torch}.</source>
        <translation>由 InitLab {version} 制作，PyTorch {torch} 计算。</translation>
    </message>
    <message>
        <source>Makes up for what the activation takes: ReLU halves the power, so for relu the variance is 2/fan, twice that for linear. Made for the ReLU family.</source>
        <translation>补偿激活函数带走的部分：ReLU 使功率减半，所以 relu 的方差是 2/fan，为 linear 的两倍。为 ReLU 及其变体而设计。</translation>
    </message>
    <message>
        <source>Mean squared error</source>
        <translation>均方误差</translation>
    </message>
    <message>
        <source>N(0, 1): by chance none of the values is kept; nothing can be measured</source>
        <translation>N(0, 1)：随机恰好没有保留任何值，无从测量</translation>
    </message>
    <message>
        <source>N(0, 1): mean {mean} → {mean_after}, variance {variance} → {variance_after}</source>
        <translation>N(0, 1)：均值 {mean} → {mean_after}，方差 {variance} → {variance_after}</translation>
    </message>
    <message>
        <source>N(0, 1): what is kept becomes infinite, which leaves no mean and no variance</source>
        <translation>N(0, 1)：保留的值变为无穷大，均值和方差都不存在</translation>
    </message>
    <message>
        <source>NaN</source>
        <translation>NaN</translation>
    </message>
    <message>
        <source>NaN or infinite values</source>
        <translation>存在 NaN 或无穷值</translation>
    </message>
    <message>
        <source>Negative slope of the leaky ReLU that follows; counts only for leaky_relu.</source>
        <translation>后接 Leaky ReLU 的负半轴斜率；仅对 leaky_relu 有效。</translation>
    </message>
    <message>
        <source>Next: {title}</source>
        <translation>下一课：{title}</translation>
    </message>
    <message>
        <source>No better than who guesses: {names}.</source>
        <translation>不比随便猜好：{names}。</translation>
    </message>
    <message>
        <source>No gain holds {activation} over {layers} layers; this one loses least.</source>
        <translation>没有哪个增益能让 {activation} 保持 {layers} 层；现在这个损失最小。</translation>
    </message>
    <message>
        <source>No gain holds {activation} over {layers} layers; {method} loses least.</source>
        <translation>没有哪个增益能让 {activation} 保持 {layers} 层；{method} 损失最小。</translation>
    </message>
    <message>
        <source>No spread brings the factor to 1 here</source>
        <translation>这里取任何标准差都无法使倍数为 1</translation>
    </message>
    <message>
        <source>No theory is drawn: it needs weights that are drawn at random, and {method} sets them all by rule.</source>
        <translation>未画理论曲线：理论要求权重随机抽取，而“{method}”按规则设定全部权重。</translation>
    </message>
    <message>
        <source>No theory is drawn: it needs weights with mean 0, and here the mean is {mean}; it adds up over {count} inputs.</source>
        <translation>未画理论曲线：理论要求权重的均值为 0，而这里均值为 {mean}，并在 {count} 个输入上累加。</translation>
    </message>
    <message>
        <source>No theory is drawn: the recursion knows no normalization between the layers, and here {norm} is.</source>
        <translation>没有画出理论：递推公式不含层间的归一化，而这里有 {norm}。</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Norm instead of initialization</source>
        <translation>用归一化代替初始化</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>正态分布</translation>
    </message>
    <message>
        <source>Normalization between each linear layer and its activation.</source>
        <translation>每个线性层与其激活函数之间的归一化。</translation>
    </message>
    <message>
        <source>Not one bit differs from {file}.</source>
        <translation>与 {file} 相比，一个比特也没有不同。</translation>
    </message>
    <message>
        <source>Not one epoch has been made: it is too soon to judge.</source>
        <translation>还不到一轮：现在下结论太早。</translation>
    </message>
    <message>
        <source>Nothing that is measured here depends on {axis}.</source>
        <translation>这里测量的量都不依赖于{axis}。</translation>
    </message>
    <message>
        <source>Nothing to change with a single layer.</source>
        <translation>只有一层，无需改动。</translation>
    </message>
    <message>
        <source>Nothing to change: this initialization fits.</source>
        <translation>无需改动：这种初始化合适。</translation>
    </message>
    <message>
        <source>Number of inputs; fan_in, the columns of the weight.</source>
        <translation>输入特征数，即 fan_in（扇入），也是权重矩阵的列数。</translation>
    </message>
    <message>
        <source>Number of units; fan_out, the rows of the weight.</source>
        <translation>输出特征数，即 fan_out（扇出），也是权重矩阵的行数。</translation>
    </message>
    <message>
        <source>Numbers of type {dtype} are shown, not judged.</source>
        <translation>类型为 {dtype} 的数只显示，不判断。</translation>
    </message>
    <message>
        <source>On the ordered side of χ = 1 every layer makes inputs more alike and the gradient vanishes; on the chaotic side near inputs part and it explodes. Deep networks train on the line.</source>
        <translation>在 χ = 1 线的有序一侧，每一层都使不同的输入更加相似，梯度消失；在混沌一侧，相近的输入彼此分开，梯度爆炸。深层网络只有在线上才能训练。</translation>
    </message>
    <message>
        <source>One value for every weight: units with equal biases compute the same. Where the next layer is constant too they also get the same gradient, and only chance tells them apart.</source>
        <translation>所有权重取同一个值：偏置相同的神经元算出的结果也相同。如果下一层也是常数，它们得到的梯度也相同，只有随机才能让它们变得不同。</translation>
    </message>
    <message>
        <source>Ones</source>
        <translation>全 1</translation>
    </message>
    <message>
        <source>Only gains from {low} to {high} hold {activation} over {layers} layers, a window that {width} units hit by chance at most; {method} comes nearest.</source>
        <translation>只有 {low} 到 {high} 之间的增益能让 {activation} 保持 {layers} 层，{width} 个神经元至多碰巧落入这么窄的范围；{method} 最接近。</translation>
    </message>
    <message>
        <source>Only {exact} brings the factor to 1, with most of the values saturated</source>
        <translation>只有 {exact} 能使倍数为 1，但这时多数值已饱和</translation>
    </message>
    <message>
        <source>Open in InitLab</source>
        <translation>在 InitLab 中打开</translation>
    </message>
    <message>
        <source>Optimizers</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>Orthogonal</source>
        <translation>正交初始化</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Other lessons</source>
        <translation>其他课</translation>
    </message>
    <message>
        <source>Passes each channel on unchanged, as far as there are channels: 1 at the centre c of the kernel from a channel to itself, 0 elsewhere. A layer with groups needs the same groups here.</source>
        <translation>只要通道够用，就把每个通道原样传下去：从一个通道到它自己的卷积核中心 c 处为 1，其余为 0。分组的层在这里需要同样的组数。</translation>
    </message>
    <message>
        <source>Passes each input on unchanged, as far as the shape allows: fewer units than inputs drop the last ones, and units beyond the inputs give 0.</source>
        <translation>在形状允许的范围内原样传递每个输入：神经元少于输入时，舍去后面的输入；多于输入时，多出的神经元给出 0。</translation>
    </message>
    <message>
        <source>Press Start: the networks have not learned yet.</source>
        <translation>请按“开始”：网络还没有学习。</translation>
    </message>
    <message>
        <source>Previous: {title}</source>
        <translation>上一课：{title}</translation>
    </message>
    <message>
        <source>Probability that a unit is dropped, not kept.</source>
        <translation>失活概率：神经元被丢弃（而不是保留）的概率。</translation>
    </message>
    <message>
        <source>RMSprop</source>
        <translation>RMSprop</translation>
    </message>
    <message>
        <source>Recurrent</source>
        <translation>循环层</translation>
    </message>
    <message>
        <source>Regularizers</source>
        <translation>正则化</translation>
    </message>
    <message>
        <source>Rows or columns of equal length at right angles. With gain 1, no bias and at least as many units as inputs, a linear layer keeps the length of every input.</source>
        <translation>各行或各列长度相等、两两正交。增益为 1、没有偏置、神经元不少于输入时，线性层保持每个输入的长度。</translation>
    </message>
    <message>
        <source>SGD</source>
        <translation>SGD</translation>
    </message>
    <message>
        <source>Samples of one step.</source>
        <translation>一步用的样本数。</translation>
    </message>
    <message>
        <source>Scale of a normalization</source>
        <translation>归一化的缩放</translation>
    </message>
    <message>
        <source>Settings (page {page}):</source>
        <translation>设置（“{page}”页）：</translation>
    </message>
    <message>
        <source>Share of each column that becomes exactly zero.</source>
        <translation>每一列中被置为 0 的比例。</translation>
    </message>
    <message>
        <source>Share of the training labels that are replaced by random ones.</source>
        <translation>被随机标签替换的训练标签所占的比例。</translation>
    </message>
    <message>
        <source>Sigmoid layers that start far too small: batch normalization makes up for it.</source>
        <translation>sigmoid 层起点太小：批归一化可以弥补。</translation>
    </message>
    <message>
        <source>Sine with noise</source>
        <translation>带噪声的正弦</translation>
    </message>
    <message>
        <source>Sparse</source>
        <translation>稀疏初始化</translation>
    </message>
    <message>
        <source>Spectral norm, the largest singular value: the most by which W stretches a vector.
Theory: {reason}</source>
        <translation>谱范数，即最大的奇异值：W 最多能把一个向量拉长多少倍。
理论：{reason}</translation>
    </message>
    <message>
        <source>Spread of the weights against that of the biases, 20 layers with tanh: left of the line gradients vanish, right of it they explode.</source>
        <translation>20 层 tanh 网络中权重的离散程度与偏置的离散程度：线的左侧梯度消失，右侧梯度爆炸。</translation>
    </message>
    <message>
        <source>Spread of the weights against the number of layers with tanh: the deeper the network, the nearer to the critical spread it has to start.</source>
        <translation>tanh 网络中权重的离散程度与层数：网络越深，初始值就必须越接近临界的离散程度。</translation>
    </message>
    <message>
        <source>Stable: one layer alone. Stack more to see what becomes of it.</source>
        <translation>稳定：只有一层。多堆几层，看看信号会怎样。</translation>
    </message>
    <message>
        <source>Stable: over {layers} layers the signal&apos;s power changes × {signal} (rms × {rms}), the gradient&apos;s × {gradient} (rms × {gradient_rms}).</source>
        <translation>稳定：经过 {layers} 层，信号的功率变为 {signal} 倍（均方根 {rms} 倍），梯度的功率变为 {gradient} 倍（均方根 {gradient_rms} 倍）。</translation>
    </message>
    <message>
        <source>Standard deviation of the normal distribution.</source>
        <translation>正态分布的标准差。</translation>
    </message>
    <message>
        <source>Step {step}</source>
        <translation>第 {step} 步</translation>
    </message>
    <message>
        <source>Steps along the gradient of each batch, with momentum.</source>
        <translation>沿每批样本的梯度前进，带动量。</translation>
    </message>
    <message>
        <source>Test accuracy at the end</source>
        <translation>训练结束时的测试准确率</translation>
    </message>
    <message>
        <source>Test loss at the end</source>
        <translation>训练结束时的测试损失</translation>
    </message>
    <message>
        <source>The PyTorch code of this step</source>
        <translation>这一步的 PyTorch 代码</translation>
    </message>
    <message>
        <source>The activation whose gain torch.nn.init.calculate_gain gives.</source>
        <translation>激活函数：增益由 torch.nn.init.calculate_gain 按它给出。</translation>
    </message>
    <message>
        <source>The body is trained, the head is fresh: {names} as an initialization left it.</source>
        <translation>主体训练过，头部是新的：{names} 保持着初始化之后的样子。</translation>
    </message>
    <message>
        <source>The changes that were made while the network learned.</source>
        <translation>网络学习期间所做的改变。</translation>
    </message>
    <message>
        <source>The first value of this axis.</source>
        <translation>这条坐标轴的第一个值。</translation>
    </message>
    <message>
        <source>The function φ applied to each preactivation.</source>
        <translation>激活函数 φ，作用于每个预激活值。</translation>
    </message>
    <message>
        <source>The gradient does not reach the first layer: its rms there is {gradient} at the start. The loss is {last}; who guesses gets {guessing}.</source>
        <translation>梯度到不了第一层：开始时它在那里的均方根是 {gradient}。损失是 {last}；随便猜是 {guessing}。</translation>
    </message>
    <message>
        <source>The gradient does not reach the first layer: {names}.</source>
        <translation>梯度到不了第一层：{names}。</translation>
    </message>
    <message>
        <source>The gradient in the first layer, as root mean square</source>
        <translation>第一层的梯度（均方根）</translation>
    </message>
    <message>
        <source>The greatest length of one unit&apos;s weights; 0 sets no bound.</source>
        <translation>一个神经元的权重的最大长度；0 表示不限制。</translation>
    </message>
    <message>
        <source>The last value of this axis.</source>
        <translation>这条坐标轴的最后一个值。</translation>
    </message>
    <message>
        <source>The loss has fallen from {first} to {last}, and is no better yet than that of who guesses, {guessing}.</source>
        <translation>损失已从 {first} 降到 {last}，但还不比随便猜的 {guessing} 好。</translation>
    </message>
    <message>
        <source>The loss has grown from {first} to {last}: each step makes it worse.</source>
        <translation>损失由 {first} 增大到 {last}：每一步都更糟。</translation>
    </message>
    <message>
        <source>The loss has left all bounds: {names}.</source>
        <translation>损失失去控制：{names}。</translation>
    </message>
    <message>
        <source>The loss is {last}; who always answers the mean gets {guessing}. Nothing is learned.</source>
        <translation>损失是 {last}；总是回答平均值的损失是 {guessing}。什么也没学到。</translation>
    </message>
    <message>
        <source>The loss is {last}; who guesses gets {guessing}. Nothing is learned.</source>
        <translation>损失是 {last}；随便猜是 {guessing}。什么也没学到。</translation>
    </message>
    <message>
        <source>The more labels are wrong, the more weight decay a network needs to do well in the test; too much of it, and it learns nothing.</source>
        <translation>错误的标签越多，网络就需要越强的权重衰减才能在测试中表现良好；衰减过强，则什么也学不到。</translation>
    </message>
    <message>
        <source>The number format of weight, input and output.</source>
        <translation>权重、输入和输出的数值类型。</translation>
    </message>
    <message>
        <source>The number of a run that the picture shows.</source>
        <translation>图中显示的是每次运行的哪个数值。</translation>
    </message>
    <message>
        <source>The optimizer of a second picture beside the first one.</source>
        <translation>旁边第二张图所用的优化器。</translation>
    </message>
    <message>
        <source>The penalty is too strong: try a tenth of it.</source>
        <translation>惩罚项太强：试试它的十分之一。</translation>
    </message>
    <message>
        <source>The preactivation goes on as it is.</source>
        <translation>预激活值原样继续。</translation>
    </message>
    <message>
        <source>The same weight decay in four optimizers: in Adam it is an L2 penalty, in AdamW a decay of its own.</source>
        <translation>同样的权重衰减用于几种优化器：在 Adam 中是 L2 惩罚，在 AdamW 中是单独的衰减。</translation>
    </message>
    <message>
        <source>The signal in the last layer, as root mean square</source>
        <translation>最后一层的信号（均方根）</translation>
    </message>
    <message>
        <source>The signal&apos;s power overflows.</source>
        <translation>信号功率溢出。</translation>
    </message>
    <message>
        <source>The steps are too long: try a tenth of the learning rate.</source>
        <translation>步子太大：试试十分之一的学习率。</translation>
    </message>
    <message>
        <source>The survivors are multiplied by 1/(1−p) = {scale}, so that the next layer receives x on average: draw many samples and watch the mean reach x.</source>
        <translation>留下的神经元乘以 1/(1−p) = {scale}，使下一层平均收到的仍是 x：多抽一些样本，看均值如何接近 x。</translation>
    </message>
    <message>
        <source>The value that every weight gets.</source>
        <translation>所有权重共同的取值。</translation>
    </message>
    <message>
        <source>The vector x of the Dropout page: a name, or numbers between commas or semicolons.</source>
        <translation>“随机失活”页面的向量 x：一个名称，或用逗号、分号隔开的数。</translation>
    </message>
    <message>
        <source>The way back of a convolution: each input spreads its kernel over outputs.</source>
        <translation>卷积的反方向：每个输入把卷积核铺到若干输出上。</translation>
    </message>
    <message>
        <source>The weight fits an initialization, but does not stand where torch&apos;s generator on the CPU puts it: drawn elsewhere, rounded, or trained a little.</source>
        <translation>这个权重符合某种初始化，但并不落在 torch 在 CPU 上的随机数生成器会放的位置上：在别处抽取、经过舍入，或者略微训练过。</translation>
    </message>
    <message>
        <source>The weight has been trained, or drawn in a way that InitLab does not know.</source>
        <translation>这个权重训练过，或者来自 InitLab 不认识的抽取方式。</translation>
    </message>
    <message>
        <source>The weight is as torch&apos;s module leaves it ({label}): if another initialization was meant for it, it did not reach it.</source>
        <translation>这个权重是 torch 的模块自己给出的样子（{label}）：如果本想对它用别的初始化，那么它没有作用到。</translation>
    </message>
    <message>
        <source>The weight is fresh: as an initialization left it.</source>
        <translation>这个权重是新的：保持着初始化之后的样子。</translation>
    </message>
    <message>
        <source>There is no weight in it whose initialization is known.</source>
        <translation>其中没有能判断其初始化的权重。</translation>
    </message>
    <message>
        <source>These pages need nothing but a browser, and can be printed: each step begins a sheet. In the program InitLab every control of a step can be moved, and the pictures follow; the links “Open in InitLab” lead there where it is installed.</source>
        <translation>这些网页只需要浏览器，也可以打印：每一步从新的一张纸开始。在 InitLab 程序里，每一步的控件都可以拖动，图随之变化；装有程序时，点击“在 InitLab 中打开”就能打开它。</translation>
    </message>
    <message>
        <source>They learn the samples by heart: {names}.</source>
        <translation>把样本背了下来：{names}。</translation>
    </message>
    <message>
        <source>They learn: {names}.</source>
        <translation>在学习：{names}。</translation>
    </message>
    <message>
        <source>Thirty measures of cell nuclei, two classes: benign or malignant.</source>
        <translation>细胞核的三十项测量，两类：良性或恶性。</translation>
    </message>
    <message>
        <source>This initialization is right for wide layers; {width} units are few, and chance moves the power from layer to layer.</source>
        <translation>这种初始化适合宽层；{width} 个神经元太少，功率会逐层随机波动。</translation>
    </message>
    <message>
        <source>This is torch&apos;s own fault: where at most 0.3 of the normal lies between a and b, trunc_normal_ draws uniformly, and a second random number decides whether a value is kept; where that number is exactly 0, any value is kept, however unlikely.</source>
        <translation>这是 torch 自身的缺陷：正态分布落在 a 与 b 之间的概率不超过 0.3 时，trunc_normal_ 改为均匀抽取，再由第二个随机数决定是否保留；该随机数恰好为 0 时，无论抽到的值多么不可能，都会保留。</translation>
    </message>
    <message>
        <source>Too few weights of a unit are other than 0 for the theory of large matrices.</source>
        <translation>每个神经元的非零权重太少，大矩阵的理论不适用。</translation>
    </message>
    <message>
        <source>Trained, or drawn from another distribution: no initialization fits.</source>
        <translation>训练过，或者来自别的分布：没有符合的初始化。</translation>
    </message>
    <message>
        <source>Trained, or drawn from another distribution: no initialization fits. The nearest is {label}, with σ {expected}; here σ is {std}.</source>
        <translation>训练过，或者来自别的分布：没有符合的初始化。最接近的是 {label}，其 σ 为 {expected}；这里的 σ 是 {std}。</translation>
    </message>
    <message>
        <source>Training accuracy at the end</source>
        <translation>训练结束时的训练准确率</translation>
    </message>
    <message>
        <source>Training accuracy less test accuracy at the end</source>
        <translation>训练结束时训练准确率与测试准确率之差</translation>
    </message>
    <message>
        <source>Training loss at the end</source>
        <translation>训练结束时的训练损失</translation>
    </message>
    <message>
        <source>Transposed convolution, 1-D</source>
        <translation>一维转置卷积</translation>
    </message>
    <message>
        <source>Transposed convolution, 2-D</source>
        <translation>二维转置卷积</translation>
    </message>
    <message>
        <source>Transposed convolution, 3-D</source>
        <translation>三维转置卷积</translation>
    </message>
    <message>
        <source>Truncated normal</source>
        <translation>截断正态分布</translation>
    </message>
    <message>
        <source>Twenty layers with ReLU: what dropout adds to the signal&apos;s power, the weights have to take away, σ_w² = 2(1 − p).</source>
        <translation>20 层 ReLU 网络：随机失活给信号功率增加多少，权重就要减去多少，σ_w² = 2(1 − p)。</translation>
    </message>
    <message>
        <source>Two arms wound around one another, two classes.</source>
        <translation>两条互相缠绕的旋臂，两类。</translation>
    </message>
    <message>
        <source>Two circles</source>
        <translation>两个圆</translation>
    </message>
    <message>
        <source>Two half circles that reach into one another, two classes.</source>
        <translation>两个彼此嵌入的半圆，两类。</translation>
    </message>
    <message>
        <source>Two moons</source>
        <translation>两个月牙</translation>
    </message>
    <message>
        <source>Two spirals</source>
        <translation>两条螺线</translation>
    </message>
    <message>
        <source>Uniform</source>
        <translation>均匀分布</translation>
    </message>
    <message>
        <source>Units of every layer: fan_in and fan_out.</source>
        <translation>每层的神经元数：即 fan_in 和 fan_out。</translation>
    </message>
    <message>
        <source>Units with equal biases compute the same sum. Where the next layer is constant too they also get the same gradient, and stay alike.</source>
        <translation>偏置相同的神经元算出同一个和。如果下一层也是常数，它们得到的梯度也相同，因而始终一样。</translation>
    </message>
    <message>
        <source>Upper bound of the values.</source>
        <translation>取值的上界。</translation>
    </message>
    <message>
        <source>Values of the axis, one by one between commas; range: from the first to the last.</source>
        <translation>坐标轴的取值，逐个列出并以逗号分隔；range 表示从第一个值到最后一个值。</translation>
    </message>
    <message>
        <source>Vanishing</source>
        <translation>消失</translation>
    </message>
    <message>
        <source>Vanishing: the gradient is exactly 0 from layer {layer} back; the layers before it never learn.</source>
        <translation>消失：从第 {layer} 层往前梯度恰好为 0，前面的层永远学不到东西。</translation>
    </message>
    <message>
        <source>Vanishing: the signal is exactly 0 from layer {layer} on; whatever goes in, the same comes out.</source>
        <translation>消失：从第 {layer} 层起信号恰好为 0，无论输入什么，输出都一样。</translation>
    </message>
    <message>
        <source>Weight decay keeps the weights small: try 0.02.</source>
        <translation>权重衰减使权重保持较小：试试 0.02。</translation>
    </message>
    <message>
        <source>Weights that start six times too large fit the samples and fail the test, until weight decay brings them down.</source>
        <translation>起始权重大六倍时能拟合样本却通不过测试，直到权重衰减把它们降下来。</translation>
    </message>
    <message>
        <source>What a second picture beside the first one measures.</source>
        <translation>旁边第二张图测量什么。</translation>
    </message>
    <message>
        <source>What goes in: N(0, 1), handwritten digits of 8 × 8 pixels, or uniform noise of variance 1.</source>
        <translation>输入什么：N(0, 1)、8 × 8 像素的手写数字，或方差为 1 的均匀噪声。</translation>
    </message>
    <message>
        <source>What initialization and regularization do to a neural network, step by step. Each step shows what PyTorch computed, asks a question, and ends with the code that gives the same numbers; the next step answers.</source>
        <translation>一步一步地看初始化和正则化对神经网络做了什么。每一步展示 PyTorch 算出的结果，提一个问题，最后给出能得到同样数字的代码；下一步给出回答。</translation>
    </message>
    <message>
        <source>What keeps the weights small has made every one of them 0. The loss is {last}; who guesses gets {guessing}.</source>
        <translation>约束权重的方法已把所有权重变为 0。损失是 {last}；随便猜是 {guessing}。</translation>
    </message>
    <message>
        <source>What nn.Linear does by itself. Its a = √5 in kaiming_uniform_ amounts to U(±1/√fan_in), a third of the variance that keeps a linear signal.</source>
        <translation>nn.Linear 自带的初始化。它在 kaiming_uniform_ 中取 a = √5，等价于 U(±1/√fan_in)，方差只有保持线性信号所需的三分之一。</translation>
    </message>
    <message>
        <source>What the network learns; all of it comes with InitLab.</source>
        <translation>网络学习什么；数据都随 InitLab 提供。</translation>
    </message>
    <message>
        <source>What the training makes small.</source>
        <translation>训练要使之变小的量。</translation>
    </message>
    <message>
        <source>What varies from left to right.</source>
        <translation>从左到右变化的量。</translation>
    </message>
    <message>
        <source>What varies upward; none: the picture is a curve.</source>
        <translation>从下到上变化的量；none 表示图为一条曲线。</translation>
    </message>
    <message>
        <source>What {module} does by itself, as nn.Linear does: a = √5 in kaiming_uniform_ amounts to U(±1/√fan_in), where fan_in is size(1) × kernel.</source>
        <translation>{module} 自己的做法，与 nn.Linear 相同：kaiming_uniform_ 中 a = √5 就是 U(±1/√fan_in)，其中 fan_in 为 size(1) × 卷积核大小。</translation>
    </message>
    <message>
        <source>What {module} does by itself: N(0, 1), however long a row is.</source>
        <translation>{module} 自己的做法：N(0, 1)，与一行的长度无关。</translation>
    </message>
    <message>
        <source>Where torch computes; each device has random numbers of its own.</source>
        <translation>torch 的计算设备；每种设备有自己的随机数。</translation>
    </message>
    <message>
        <source>Where |w| has its kink: its subgradient hardly ever meets 0, soft thresholding does.</source>
        <translation>在 |w| 的尖点处：次梯度几乎不会恰好到 0，软阈值可以。</translation>
    </message>
    <message>
        <source>Whether b is added: y = xWᵀ + b.</source>
        <translation>是否加上偏置 b：y = xWᵀ + b。</translation>
    </message>
    <message>
        <source>Whether weight decay and L1 reach biases and norms too, as torch does it.</source>
        <translation>权重衰减和 L1 是否也作用于偏置和归一化，如 torch 那样。</translation>
    </message>
    <message>
        <source>Which layer of torch drops: single units, or whole channels.</source>
        <translation>使用 torch 的哪一种随机失活层：丢弃单个神经元，还是整个通道。</translation>
    </message>
    <message>
        <source>Which layer of torch it is on the Layer page; other pages stack linear layers.</source>
        <translation>在“单层”页上是 torch 的哪种层；其他页面堆叠的是线性层。</translation>
    </message>
    <message>
        <source>While a network learns, dropout switches each {what} off with probability p = {p}, at random and anew each time: here {kept} of {count} are left. Every mask is another, thinner network, and none can rely on a single {what}.</source>
        <translation>网络学习时，随机失活以概率 p = {p} 随机关闭每个{what}，每次都重新抽取：这里 {count} 个中留下了 {kept} 个。每个掩码都是另一个更稀疏的网络，谁也不能只依赖某一个{what}。</translation>
    </message>
    <message>
        <source>Width of the kernel, and its height where it has one.</source>
        <translation>卷积核的宽度；有高度时也是它的高度。</translation>
    </message>
    <message>
        <source>With a normalization in every layer the initialization has little to say of the signal; the gradient is what is left to look at.</source>
        <translation>每一层都有归一化时，初始化对信号几乎没有影响；要看的是梯度。</translation>
    </message>
    <message>
        <source>With {activation}, {method} {effect} in each layer</source>
        <translation>激活函数 {activation}，初始化方法 {method}：每过一层{effect}</translation>
    </message>
    <message>
        <source>With {activation}, {method} {effect} in one layer, for x ~ N(0, 1)</source>
        <translation>激活函数 {activation}，初始化方法 {method}：输入 x ~ N(0, 1) 时，经过这一层{effect}</translation>
    </message>
    <message>
        <source>Without the scale the average of y stays at {keep}·x: the next layer would learn with a weaker signal than it meets later. The paper of 2014 therefore multiplied by {keep} at test time; torch scales while training instead.</source>
        <translation>不放大的话，y 的平均值停在 {keep}·x：下一层学习时收到的信号比以后使用时弱。因此 2014 年的论文在测试时乘以 {keep}；torch 则改为在训练时放大。</translation>
    </message>
    <message>
        <source>Xavier</source>
        <translation>Xavier</translation>
    </message>
    <message>
        <source>Xavier normal</source>
        <translation>Xavier 正态分布</translation>
    </message>
    <message>
        <source>Xavier uniform</source>
        <translation>Xavier 均匀分布</translation>
    </message>
    <message>
        <source>Xavier, batch norm</source>
        <translation>Xavier，批归一化</translation>
    </message>
    <message>
        <source>Zeros</source>
        <translation>全 0</translation>
    </message>
    <message>
        <source>a QR code holds {most} characters and this link has {count}; copy the link</source>
        <translation>二维码最多容纳 {most} 个字符，而这个链接有 {count} 个；请复制链接</translation>
    </message>
    <message>
        <source>a and b are absolute, not multiples of σ: here they lie at {low}σ and {high}σ from the mean.</source>
        <translation>a 和 b 是实际取值，不是 σ 的倍数：此处分别位于距均值 {low}σ 和 {high}σ 处。</translation>
    </message>
    <message>
        <source>a batch of {batch} is larger than the {samples} training samples</source>
        <translation>一批 {batch} 个样本多于 {samples} 个训练样本</translation>
    </message>
    <message>
        <source>a checkpoint is a .safetensors, .pt, .pth or .bin file, or the .index.json of one in parts</source>
        <translation>检查点是 .safetensors、.pt、.pth 或 .bin 文件，或者分片检查点的 .index.json</translation>
    </message>
    <message>
        <source>a is ignored: it counts only with nonlinearity = leaky_relu.</source>
        <translation>a 被忽略：仅当 nonlinearity = leaky_relu 时才起作用。</translation>
    </message>
    <message>
        <source>a lesson begins with a line +++, its front matter and another line +++</source>
        <translation>课程文件以一行 +++ 开头，接着是设置，再是一行 +++</translation>
    </message>
    <message>
        <source>a lesson brings its own experiment; leave the other out</source>
        <translation>课程自带实验；请去掉另一个</translation>
    </message>
    <message>
        <source>a line of the front matter has at most {most} characters; break it</source>
        <translation>开头信息的一行最多 {most} 个字符；请分行</translation>
    </message>
    <message>
        <source>a menu cannot start what stands in a folder with such a name; move it</source>
        <translation>菜单无法启动位于这种名称的文件夹中的程序；请移动它</translation>
    </message>
    <message>
        <source>a part of this path is a file, not a folder; choose another place</source>
        <translation>此路径中有一部分是文件而不是文件夹；请换一个位置</translation>
    </message>
    <message>
        <source>a process has died; its cells are computed again</source>
        <translation>一个进程意外结束；它的格子将重新计算</translation>
    </message>
    <message>
        <source>a step shows at most {most} images; divide it into two steps</source>
        <translation>一步最多显示 {most} 张图片；请分成两步</translation>
    </message>
    <message>
        <source>a sweep is a JSON object, not {value}</source>
        <translation>扫描应是一个 JSON 对象，而不是 {value}</translation>
    </message>
    <message>
        <source>a worker has come</source>
        <translation>已有一个工作进程加入</translation>
    </message>
    <message>
        <source>a worker of the cluster cannot import InitLab; install it there too</source>
        <translation>集群的一个工作进程无法导入 InitLab；请在那里也安装它</translation>
    </message>
    <message>
        <source>access is not permitted</source>
        <translation>没有访问权限</translation>
    </message>
    <message>
        <source>all lanes have this in common</source>
        <translation>这是所有赛道共有的</translation>
    </message>
    <message>
        <source>almost nothing of this normal lies between a and b, so torch would redraw without end; move the bounds nearer to the mean</source>
        <translation>该正态分布几乎不落在 a 与 b 之间，torch 会无休止地重新抽样；请让上下界靠近均值</translation>
    </message>
    <message>
        <source>an address is for --backend dask alone</source>
        <translation>只有 --backend dask 才需要地址</translation>
    </message>
    <message>
        <source>an experiment is a JSON object, not {value}</source>
        <translation>实验应为 JSON 对象，而不是 {value}</translation>
    </message>
    <message>
        <source>an unexpected error: {reason}; please report it</source>
        <translation>意外错误：{reason}；请报告给我们</translation>
    </message>
    <message>
        <source>another program is using it; close it there and try again</source>
        <translation>另一个程序正在使用它；请在那里关闭后重试</translation>
    </message>
    <message>
        <source>another sweep is writing to this file; wait for it or name another file</source>
        <translation>另一个扫描正在写入这个文件；请等它结束，或换一个文件名</translation>
    </message>
    <message>
        <source>as it is</source>
        <translation>原样</translation>
    </message>
    <message>
        <source>at {place}: {key}: {reason}</source>
        <translation>在 {place} 处：{key}：{reason}</translation>
    </message>
    <message>
        <source>batch of {batch}, input: {input}</source>
        <translation>批大小 {batch}，输入：{input}</translation>
    </message>
    <message>
        <source>batch size</source>
        <translation>批量大小</translation>
    </message>
    <message>
        <source>bias: {method}</source>
        <translation>偏置：{method}</translation>
    </message>
    <message>
        <source>bins (χ²)</source>
        <translation>分箱（χ²）</translation>
    </message>
    <message>
        <source>bins, extremes, mean and std fit; all tests together doubt a true theory in 1 of 1000 seeds</source>
        <translation>分箱、极值、均值和标准差均相符；对于正确的理论，全部检验合计在 1000 个种子中约误判 1 次</translation>
    </message>
    <message>
        <source>both axes are {key}; choose another for one of them</source>
        <translation>两条坐标轴都是 {key}；请为其中一条另选一个</translation>
    </message>
    <message>
        <source>channel</source>
        <translation>通道</translation>
    </message>
    <message>
        <source>chaotic: gradients explode</source>
        <translation>混沌：梯度爆炸</translation>
    </message>
    <message>
        <source>constant 0.1</source>
        <translation>常数 0.1</translation>
    </message>
    <message>
        <source>coordinate of a random unit vector in R^{dimension}, × {radius}</source>
        <translation>R^{dimension} 中随机单位向量的坐标 × {radius}</translation>
    </message>
    <message>
        <source>dL/dz of the last layer</source>
        <translation>最后一层的 dL/dz</translation>
    </message>
    <message>
        <source>dead units</source>
        <translation>死神经元</translation>
    </message>
    <message>
        <source>default, 2 layers</source>
        <translation>默认，2 层</translation>
    </message>
    <message>
        <source>default, 4 layers</source>
        <translation>默认，4 层</translation>
    </message>
    <message>
        <source>default, 8 layers</source>
        <translation>默认，8 层</translation>
    </message>
    <message>
        <source>depth that a signal survives, ξ</source>
        <translation>信号能存活的深度 ξ</translation>
    </message>
    <message>
        <source>diverged</source>
        <translation>已发散</translation>
    </message>
    <message>
        <source>doubles</source>
        <translation>翻倍</translation>
    </message>
    <message>
        <source>doubles the signal&apos;s power</source>
        <translation>信号功率翻倍</translation>
    </message>
    <message>
        <source>drop 1 = keep 0: no unit survives, 1/(1−p) is undefined</source>
        <translation>丢弃 100%（保留 0%）：没有神经元留下，1/(1−p) 无定义</translation>
    </message>
    <message>
        <source>drop probability p</source>
        <translation>失活概率 p</translation>
    </message>
    <message>
        <source>drop {drop} = keep {keep}, dropped become {alpha}, then all × {a} + {b}</source>
        <translation>丢弃 {drop:%}（保留 {keep:%}），丢弃的变为 {alpha}，然后全部 × {a} + {b}</translation>
    </message>
    <message>
        <source>drop {drop} = keep {keep}, dropped become {alpha}, then all × {a} + {b} (only in train())</source>
        <translation>丢弃 {drop:%}（保留 {keep:%}），丢弃的变为 {alpha}，然后全部 × {a} + {b}（仅在 train() 中）</translation>
    </message>
    <message>
        <source>drop {drop} = keep {keep}, survivors × {scale}</source>
        <translation>丢弃 {drop:%}，其余 × {scale}（保留 {keep:%}）</translation>
    </message>
    <message>
        <source>drop {drop} = keep {keep}, survivors × {scale} (only in train())</source>
        <translation>丢弃 {drop:%}，其余 × {scale}（保留 {keep:%}；仅在 train() 中）</translation>
    </message>
    <message>
        <source>dropout 0.5</source>
        <translation>随机失活 0.5</translation>
    </message>
    <message>
        <source>early stopping</source>
        <translation>提前停止</translation>
    </message>
    <message>
        <source>epochs</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>eval() drops nothing. Without the scale in training it must multiply by 1−p = {keep} to give what training gave on average: easily forgotten, so torch scales while training.</source>
        <translation>eval() 不丢弃任何神经元。如果训练时不放大，这里就必须乘以 1−p = {keep}，才能与训练时的平均值一致：这很容易忘记，所以 torch 在训练时放大。</translation>
    </message>
    <message>
        <source>eval(): no mask is drawn, every unit passes</source>
        <translation>eval()：不抽取掩码，所有神经元通过</translation>
    </message>
    <message>
        <source>eval(): the network is used, no longer trained. Nothing is dropped and nothing is scaled, y is x, and the same input always gives the same answer. Forgetting eval() leaves predictions to chance.</source>
        <translation>eval()：网络在使用，不再训练。不丢弃，也不放大，y 就是 x，同样的输入总得到同样的结果。忘记 eval()，预测就会随机波动。</translation>
    </message>
    <message>
        <source>every value is exactly as the theory says</source>
        <translation>每个值都与理论完全一致</translation>
    </message>
    <message>
        <source>falls by {percent} %</source>
        <translation>减少 {percent} %</translation>
    </message>
    <message>
        <source>fan_in keeps the power of the signal going forward, fan_out that of the gradient going back: exactly for linear, relu and leaky_relu.</source>
        <translation>fan_in 保持前向信号的功率，fan_out 保持反向梯度的功率：对 linear、relu 和 leaky_relu 严格成立。</translation>
    </message>
    <message>
        <source>few values</source>
        <translation>数值太少</translation>
    </message>
    <message>
        <source>fits</source>
        <translation>符合</translation>
    </message>
    <message>
        <source>forward factor</source>
        <translation>前向因子</translation>
    </message>
    <message>
        <source>fresh</source>
        <translation>新的</translation>
    </message>
    <message>
        <source>gain</source>
        <translation>增益</translation>
    </message>
    <message>
        <source>generalization gap</source>
        <translation>泛化差距</translation>
    </message>
    <message>
        <source>gradient factor</source>
        <translation>梯度因子</translation>
    </message>
    <message>
        <source>gradient in layer 1</source>
        <translation>首层梯度</translation>
    </message>
    <message>
        <source>grows by {percent} %</source>
        <translation>增加 {percent} %</translation>
    </message>
    <message>
        <source>grows {ratio}-fold</source>
        <translation>增大到 {ratio} 倍</translation>
    </message>
    <message>
        <source>halves</source>
        <translation>减半</translation>
    </message>
    <message>
        <source>halves the signal&apos;s power</source>
        <translation>信号功率减半</translation>
    </message>
    <message>
        <source>in × out/groups × kernel</source>
        <translation>输入 × 输出/组数 × 卷积核</translation>
    </message>
    <message>
        <source>infinite</source>
        <translation>无穷</translation>
    </message>
    <message>
        <source>initial scale α</source>
        <translation>初始缩放 α</translation>
    </message>
    <message>
        <source>inputs of Depth</source>
        <translation>“深度”页的输入数</translation>
    </message>
    <message>
        <source>it ended before its picture</source>
        <translation>还没有画出图就结束了</translation>
    </message>
    <message>
        <source>it has failed: {reason}</source>
        <translation>失败：{reason}</translation>
    </message>
    <message>
        <source>its records are packed, which torch never does</source>
        <translation>它的记录是压缩过的，而 torch 从不这样做</translation>
    </message>
    <message>
        <source>keeps the signal&apos;s power</source>
        <translation>信号功率基本不变</translation>
    </message>
    <message>
        <source>label noise</source>
        <translation>标签噪声</translation>
    </message>
    <message>
        <source>largest value</source>
        <translation>最大值</translation>
    </message>
    <message>
        <source>layers</source>
        <translation>层数</translation>
    </message>
    <message>
        <source>learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>left out: {names}</source>
        <translation>已略去：{names}</translation>
    </message>
    <message>
        <source>lesson = {value} is not the version that is read here; write lesson = 1</source>
        <translation>lesson = {value} 不是这里能读的版本；请写 lesson = 1</translation>
    </message>
    <message>
        <source>max</source>
        <translation>最大值</translation>
    </message>
    <message>
        <source>max norm</source>
        <translation>最大范数</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>min</source>
        <translation>最小值</translation>
    </message>
    <message>
        <source>momentum</source>
        <translation>动量</translation>
    </message>
    <message>
        <source>more threads may add up in another order</source>
        <translation>多个线程的求和顺序可能不同</translation>
    </message>
    <message>
        <source>multiplies the signal&apos;s power by {ratio}</source>
        <translation>信号功率变为原来的 {ratio} 倍</translation>
    </message>
    <message>
        <source>n = {n} · distance from E[y] {distance} · standard error {error}</source>
        <translation>n = {n} · 到 E[y] 的距离 {distance} · 标准误 {error}</translation>
    </message>
    <message>
        <source>n = {n} · distance {distance} · standard error {error}</source>
        <translation>n = {n} · 距离 {distance} · 标准误 {error}</translation>
    </message>
    <message>
        <source>n = {n} · distance {distance}, no standard error</source>
        <translation>n = {n} · 距离 {distance}，没有标准误</translation>
    </message>
    <message>
        <source>nn.AlphaDropout belongs to the activation SELU.</source>
        <translation>nn.AlphaDropout 与激活函数 SELU 配套使用。</translation>
    </message>
    <message>
        <source>nn.Dropout drops single units.</source>
        <translation>nn.Dropout 丢弃单个神经元。</translation>
    </message>
    <message>
        <source>nn.Dropout1d drops whole channels of a sequence.</source>
        <translation>nn.Dropout1d 丢弃序列的整个通道。</translation>
    </message>
    <message>
        <source>nn.Dropout2d drops whole channels of an image.</source>
        <translation>nn.Dropout2d 丢弃图像的整个通道。</translation>
    </message>
    <message>
        <source>nn.Linear default</source>
        <translation>nn.Linear 默认</translation>
    </message>
    <message>
        <source>nn.Linear&apos;s own default learns while a network is shallow; Kaiming goes on where it is deep.</source>
        <translation>网络较浅时 nn.Linear 的默认初始化学得会；网络较深时 Kaiming 仍然学得会。</translation>
    </message>
    <message>
        <source>no activation</source>
        <translation>无激活函数</translation>
    </message>
    <message>
        <source>no file can have this name; choose another</source>
        <translation>文件不能使用这个名称；请换一个</translation>
    </message>
    <message>
        <source>no finite number</source>
        <translation>不是有限数</translation>
    </message>
    <message>
        <source>no folder can have this name; choose another</source>
        <translation>文件夹不能取这个名字；请换一个</translation>
    </message>
    <message>
        <source>no picture, or too large; make it smaller</source>
        <translation>不是图片，或者太大；请把它缩小</translation>
    </message>
    <message>
        <source>no scheduler answers at {address} ({reason}); is it running?</source>
        <translation>{address} 处没有调度器应答（{reason}）；它在运行吗？</translation>
    </message>
    <message>
        <source>nobody reads what is written there; save to a file</source>
        <translation>写到那里的内容没有程序读取；请保存到文件</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>normal σ = 0.01</source>
        <translation>正态 σ = 0.01</translation>
    </message>
    <message>
        <source>normal σ = 1</source>
        <translation>正态 σ = 1</translation>
    </message>
    <message>
        <source>not JSON: {reason} at line {line}, column {column}</source>
        <translation>不是 JSON：第 {line} 行第 {column} 列，{reason}</translation>
    </message>
    <message>
        <source>not TOML: nested too deeply</source>
        <translation>不是 TOML：嵌套过深</translation>
    </message>
    <message>
        <source>not TOML: {reason}</source>
        <translation>不是 TOML：{reason}</translation>
    </message>
    <message>
        <source>not UTF-8 text (byte {position}); save the file as UTF-8</source>
        <translation>不是 UTF-8 文本（第 {position} 字节）；请将文件存为 UTF-8</translation>
    </message>
    <message>
        <source>not UTF-8 text; save the file as UTF-8</source>
        <translation>不是 UTF-8 文本；请将文件存为 UTF-8</translation>
    </message>
    <message>
        <source>not a file but a pipe, a device or a socket; copy it into a file and open that</source>
        <translation>不是文件，而是管道、设备或套接字；请复制为文件后再打开</translation>
    </message>
    <message>
        <source>not an experiment: a number has too many digits</source>
        <translation>不是实验文件：有数字位数过多</translation>
    </message>
    <message>
        <source>not an experiment: nested too deeply</source>
        <translation>不是实验文件：嵌套过深</translation>
    </message>
    <message>
        <source>not an image; write it on one line as ![text](name.png)</source>
        <translation>不是图片；请在一行内写成 ![文字](name.png)</translation>
    </message>
    <message>
        <source>not enough memory: the samples take {needed}, {free} is available; end other programs and try again</source>
        <translation>内存不足：这些样本需要 {needed}，可用 {free}；请关闭其他程序后重试</translation>
    </message>
    <message>
        <source>not enough memory: this layer takes {needed}, {free} is available; choose fewer features or a narrower dtype</source>
        <translation>内存不足：该层需要 {needed}，可用 {free}；请减少特征数，或选用更小的 dtype</translation>
    </message>
    <message>
        <source>not enough memory: {lanes} networks of {layers} layers of {width} units take {needed}, {free} is available; choose fewer lanes, fewer or narrower layers</source>
        <translation>内存不足：{lanes} 个网络，每个 {layers} 层、每层 {width} 个神经元，需要 {needed}，可用 {free}；请减少赛道、层数或宽度</translation>
    </message>
    <message>
        <source>not enough memory: {layers} layers of {width} units for {batch} inputs take {needed}, {free} is available; choose a smaller batch, fewer or narrower layers</source>
        <translation>内存不足：{layers} 层、每层 {width} 个神经元、{batch} 个输入需要 {needed}，可用 {free}；请选择更小的批、更少或更窄的层</translation>
    </message>
    <message>
        <source>not finite</source>
        <translation>含非有限值</translation>
    </message>
    <message>
        <source>not judged</source>
        <translation>不判断</translation>
    </message>
    <message>
        <source>nothing was typed; the old value stays</source>
        <translation>没有输入内容；保留原来的值</translation>
    </message>
    <message>
        <source>ordered: gradients vanish</source>
        <translation>有序：梯度消失</translation>
    </message>
    <message>
        <source>orthogonal</source>
        <translation>正交</translation>
    </message>
    <message>
        <source>out × in</source>
        <translation>输出 × 输入</translation>
    </message>
    <message>
        <source>out × in/groups × kernel</source>
        <translation>输出 × 输入/组数 × 卷积核</translation>
    </message>
    <message>
        <source>p = 0 drops nothing: y is x. Raise p on the left, or drag the point on the variance curve, to see units vanish.</source>
        <translation>p = 0 时不丢弃任何神经元：y 就是 x。在左侧增大 p，或拖动方差曲线上的圆点，就能看到神经元消失。</translation>
    </message>
    <message>
        <source>p = 0: every unit passes</source>
        <translation>p = 0：所有神经元通过</translation>
    </message>
    <message>
        <source>p = 1 drops every unit: y is all zeros and no signal is left. The scale 1/(1−p) would be 1/0, which is undefined; torch gives zeros.</source>
        <translation>p = 1 时丢弃所有神经元：y 全为零，信号全部消失。比例 1/(1−p) 成了 1/0，没有定义；torch 给出零。</translation>
    </message>
    <message>
        <source>page {value} is not one of {options}</source>
        <translation>页面 {value} 不在可选值之中：{options}</translation>
    </message>
    <message>
        <source>parts of text: {parts}, [[step]]: {steps}; each step needs one part, and a line --- stands between two parts</source>
        <translation>文字有 {parts} 部分，[[step]] 有 {steps} 个；每一步需要一部分文字，两部分之间用一行 --- 隔开</translation>
    </message>
    <message>
        <source>point mass at {values}</source>
        <translation>位于 {values} 的点质量</translation>
    </message>
    <message>
        <source>point masses at {values}</source>
        <translation>位于 {values} 的点质量</translation>
    </message>
    <message>
        <source>processes of the sweep have died {count} times, perhaps for lack of memory; go on with fewer of them (--jobs)</source>
        <translation>扫描的进程已意外结束 {count} 次，可能是内存不足；请用更少的进程继续（--jobs）</translation>
    </message>
    <message>
        <source>race of {names}</source>
        <translation>赛道：{names}</translation>
    </message>
    <message>
        <source>rows × columns</source>
        <translation>行 × 列</translation>
    </message>
    <message>
        <source>samples</source>
        <translation>样本数</translation>
    </message>
    <message>
        <source>samples for training; the rest is for the test</source>
        <translation>训练样本数；其余用于测试</translation>
    </message>
    <message>
        <source>seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>seed {seed}</source>
        <translation>随机种子 {seed}</translation>
    </message>
    <message>
        <source>shapes: {value} is not one of {options}</source>
        <translation>shapes：{value} 不在可选值之中：{options}</translation>
    </message>
    <message>
        <source>show: {value} is not a card of the page {page}, which has {options}</source>
        <translation>show：页面 {page} 没有卡片 {value}，可用的有 {options}</translation>
    </message>
    <message>
        <source>shrinks {ratio}-fold</source>
        <translation>缩小到 {ratio} 分之一</translation>
    </message>
    <message>
        <source>signal in the last layer</source>
        <translation>最后一层的信号</translation>
    </message>
    <message>
        <source>smallest value</source>
        <translation>最小值</translation>
    </message>
    <message>
        <source>smallest … largest</source>
        <translation>最小值 … 最大值</translation>
    </message>
    <message>
        <source>some values differ from the theory</source>
        <translation>有些值与理论不同</translation>
    </message>
    <message>
        <source>some values lie outside the theory&apos;s bounds</source>
        <translation>有些值超出理论的上下界</translation>
    </message>
    <message>
        <source>stable rank</source>
        <translation>稳定秩</translation>
    </message>
    <message>
        <source>std</source>
        <translation>标准差</translation>
    </message>
    <message>
        <source>step {after} comes after step {before}: put the changes in order</source>
        <translation>第 {after} 步排在第 {before} 步之后：请按顺序排列这些改变</translation>
    </message>
    <message>
        <source>step {step} is never made: the training ends after {steps} steps</source>
        <translation>不会走到第 {step} 步：训练在 {steps} 步后结束</translation>
    </message>
    <message>
        <source>steps: {count}</source>
        <translation>共 {count} 步</translation>
    </message>
    <message>
        <source>test accuracy</source>
        <translation>测试准确率</translation>
    </message>
    <message>
        <source>test loss</source>
        <translation>测试损失</translation>
    </message>
    <message>
        <source>the axis lists its values, so this must not be there</source>
        <translation>这条坐标轴已逐个列出取值，因此这里不能有这一项</translation>
    </message>
    <message>
        <source>the device ran out of memory; choose a smaller batch, fewer or narrower layers</source>
        <translation>设备内存不足；请选择更小的批、更少或更窄的层</translation>
    </message>
    <message>
        <source>the device ran out of memory; choose fewer features or a narrower dtype</source>
        <translation>设备内存不足；请减少特征数，或选用更小的 dtype</translation>
    </message>
    <message>
        <source>the device ran out of memory; end other programs and try again</source>
        <translation>设备内存不足；请关闭其他程序后重试</translation>
    </message>
    <message>
        <source>the disk can be read but not written to; save somewhere else</source>
        <translation>该磁盘只能读取，不能写入；请保存到别处</translation>
    </message>
    <message>
        <source>the disk is full; free some space or save somewhere else</source>
        <translation>磁盘已满；请腾出一些空间或保存到别处</translation>
    </message>
    <message>
        <source>the disk, or the connection to it, has failed; try again or use another place</source>
        <translation>磁盘或与它的连接出了故障；请重试或换一个位置</translation>
    </message>
    <message>
        <source>the dtype is coarser than the bins of a test</source>
        <translation>dtype 的精度低于检验所用的分箱</translation>
    </message>
    <message>
        <source>the experiment has no such key</source>
        <translation>实验中没有这个键</translation>
    </message>
    <message>
        <source>the experiment is too long for a link of {most} characters; save it</source>
        <translation>实验太长，放不进 {most} 个字符的链接；请保存为文件</translation>
    </message>
    <message>
        <source>the file is damaged, or no checkpoint: {reason}</source>
        <translation>文件已损坏，或者不是检查点：{reason}</translation>
    </message>
    <message>
        <source>the file is write-protected; remove the protection or use another name</source>
        <translation>该文件有写保护；请取消写保护或使用其他名称</translation>
    </message>
    <message>
        <source>the file would be larger than is allowed there; save somewhere else</source>
        <translation>文件会超过那里允许的大小；请保存到别处</translation>
    </message>
    <message>
        <source>the folder for it does not exist; make it or save somewhere else</source>
        <translation>它所在的文件夹不存在；请新建该文件夹或保存到别处</translation>
    </message>
    <message>
        <source>the folder is not empty, and what is in it are not lessons that were exported; name an empty or a new one</source>
        <translation>文件夹不是空的，里面也不是导出的课程；请指定一个空的或新的文件夹</translation>
    </message>
    <message>
        <source>the front matter has at most {most} characters; shorten it</source>
        <translation>开头信息最多 {most} 个字符；请缩短</translation>
    </message>
    <message>
        <source>the front matter that begins here has no end; write a line +++ below it</source>
        <translation>从这里开始的设置没有结尾；请在它下面写一行 +++</translation>
    </message>
    <message>
        <source>the index is larger than any index is</source>
        <translation>这个索引比任何索引都大</translation>
    </message>
    <message>
        <source>the key is missing</source>
        <translation>缺少这个键</translation>
    </message>
    <message>
        <source>the key is missing; it holds the version, 1</source>
        <translation>缺少这个键；它是版本号，应为 1</translation>
    </message>
    <message>
        <source>the key stands here twice</source>
        <translation>这个键重复出现</translation>
    </message>
    <message>
        <source>the largest value, {value}, is smaller than that of {count} draws should be</source>
        <translation>最大值 {value} 偏小，{count} 次抽取本应更大</translation>
    </message>
    <message>
        <source>the largest value, {value}, lies farther out than {count} draws reach</source>
        <translation>最大值 {value} 过于偏远，{count} 次抽取不会达到</translation>
    </message>
    <message>
        <source>the link is damaged: letters are missing or changed; copy it once more, whole</source>
        <translation>链接已损坏：有字符缺失或被改动；请重新完整复制一次</translation>
    </message>
    <message>
        <source>the link leads in a circle; choose another file</source>
        <translation>该链接循环指向自身；请选择另一个文件</translation>
    </message>
    <message>
        <source>the masks of dropout begin here</source>
        <translation>随机失活的掩码从这里开始</translation>
    </message>
    <message>
        <source>the mean is {errors} standard errors off</source>
        <translation>均值偏离 {errors} 个标准误</translation>
    </message>
    <message>
        <source>the menus of this system are not known to InitLab</source>
        <translation>InitLab 不了解这个系统的菜单</translation>
    </message>
    <message>
        <source>the name is too long; choose a shorter one</source>
        <translation>名称太长；请换一个较短的名称</translation>
    </message>
    <message>
        <source>the page {page} has no lanes; leave it out</source>
        <translation>页面 {page} 没有赛道；请去掉这个选项</translation>
    </message>
    <message>
        <source>the part {part} of this checkpoint is not beside it</source>
        <translation>这个检查点的分片 {part} 不在同一文件夹中</translation>
    </message>
    <message>
        <source>the picture needs more memory than there is; make the window smaller</source>
        <translation>图片所需内存超过可用内存；请缩小窗口</translation>
    </message>
    <message>
        <source>the same random numbers, on ones</source>
        <translation>同样的随机数，作用在全 1 上</translation>
    </message>
    <message>
        <source>the scheduler does not answer any more; start it and go on with the same file</source>
        <translation>调度器不再应答；请重新启动它，然后用同一个文件继续</translation>
    </message>
    <message>
        <source>the scheduler has no workers yet; waiting for one</source>
        <translation>调度器还没有工作进程；正在等待</translation>
    </message>
    <message>
        <source>the scheduler&apos;s address is missing, such as tcp://host:8786</source>
        <translation>缺少调度器的地址，例如 tcp://host:8786</translation>
    </message>
    <message>
        <source>the shape differs (chi-square test over the bins)</source>
        <translation>分布形状不同（对各分箱作卡方检验）</translation>
    </message>
    <message>
        <source>the smallest value, {value}, is larger than that of {count} draws should be</source>
        <translation>最小值 {value} 偏大，{count} 次抽取本应更小</translation>
    </message>
    <message>
        <source>the smallest value, {value}, lies farther out than {count} draws reach</source>
        <translation>最小值 {value} 过于偏远，{count} 次抽取不会达到</translation>
    </message>
    <message>
        <source>the squares of large float64 numbers would overflow</source>
        <translation>很大的 float64 数，平方会溢出</translation>
    </message>
    <message>
        <source>the standard deviation is {ratio} times what it should be</source>
        <translation>标准差是应有值的 {ratio} 倍</translation>
    </message>
    <message>
        <source>the {count} training samples are all of one class; choose more, or another seed</source>
        <translation>{count} 个训练样本全属一类；请增加样本或换一个种子</translation>
    </message>
    <message>
        <source>the {key} has at most {most} characters; shorten it</source>
        <translation>{key} 最多 {most} 个字符；请缩短</translation>
    </message>
    <message>
        <source>the {key} must be one line of text between quotes</source>
        <translation>{key} 必须是引号之间的一行文字</translation>
    </message>
    <message>
        <source>theory: factor 1</source>
        <translation>理论：因子为 1</translation>
    </message>
    <message>
        <source>there is no control {key}; controls are named as in an experiment file, such as {options}</source>
        <translation>没有控件 {key}；控件的名称与实验文件中的键相同，例如 {options}</translation>
    </message>
    <message>
        <source>there is no control {key}; near it are {options}</source>
        <translation>没有控件 {key}；相近的有 {options}</translation>
    </message>
    <message>
        <source>there is no home folder</source>
        <translation>没有主文件夹</translation>
    </message>
    <message>
        <source>there is no lane {lane}: the race has lanes 0 to {last}</source>
        <translation>没有赛道 {lane}：比赛有赛道 0 到 {last}</translation>
    </message>
    <message>
        <source>there is no step; write [[step]] once for each part of the text</source>
        <translation>没有步骤；请为每一部分文字写一个 [[step]]</translation>
    </message>
    <message>
        <source>there is no such file or folder</source>
        <translation>没有这个文件或文件夹</translation>
    </message>
    <message>
        <source>there is no such lesson; there are {options}, and files that end with .md</source>
        <translation>没有这节课；现有 {options}，以及以 .md 结尾的文件</translation>
    </message>
    <message>
        <source>there is no tensor in this file</source>
        <translation>这个文件中没有张量</translation>
    </message>
    <message>
        <source>there is no text: copy a link, {scheme}…, first</source>
        <translation>剪贴板里没有文字：请先复制一个链接，{scheme}…</translation>
    </message>
    <message>
        <source>this cannot be changed while a network learns, only {options}</source>
        <translation>网络学习时不能改变它，只能改变 {options}</translation>
    </message>
    <message>
        <source>this device does not answer: {reason}; choose another one, or start InitLab again</source>
        <translation>该设备没有响应：{reason}；请选择其他设备，或重新启动 InitLab</translation>
    </message>
    <message>
        <source>this experiment</source>
        <translation>此实验</translation>
    </message>
    <message>
        <source>this file could only be read by running the code that is in it, and InitLab runs nothing of a file; load it where it was made, and save torch.save(model.state_dict(), &apos;model.pt&apos;)</source>
        <translation>只有运行这个文件中的代码才能读取它，而 InitLab 不运行文件中的任何内容；请在制作它的地方载入它，再保存 torch.save(model.state_dict(), &apos;model.pt&apos;)</translation>
    </message>
    <message>
        <source>this file has cells of another sweep; name another file for this one</source>
        <translation>这个文件里是另一个扫描的格子；请为本次扫描换一个文件名</translation>
    </message>
    <message>
        <source>this file has lines that are no cells of a sweep; name another file</source>
        <translation>这个文件里有不属于扫描格子的行；请换一个文件名</translation>
    </message>
    <message>
        <source>this file is not of the lessons; move it elsewhere</source>
        <translation>这个文件不属于课程；请把它移到别处</translation>
    </message>
    <message>
        <source>this file is open here and would be destroyed; choose another name</source>
        <translation>这个文件正在这里打开着，写入会毁掉它；请换一个名称</translation>
    </message>
    <message>
        <source>this is a TorchScript program, not a state dict; load it with torch.jit.load, and save torch.save(model.state_dict(), &apos;model.pt&apos;)</source>
        <translation>这是一个 TorchScript 程序，不是 state dict；请用 torch.jit.load 载入它，再保存 torch.save(model.state_dict(), &apos;model.pt&apos;)</translation>
    </message>
    <message>
        <source>this is a file; name a folder for the pages</source>
        <translation>这是一个文件；请为网页指定一个文件夹</translation>
    </message>
    <message>
        <source>this is a folder; choose a file</source>
        <translation>这是一个文件夹；请选择一个文件</translation>
    </message>
    <message>
        <source>this is a whole disk; choose a file</source>
        <translation>这是整个磁盘；请选择一个文件</translation>
    </message>
    <message>
        <source>this is an application already; drag it into the folder Applications</source>
        <translation>这已经是一个应用程序；请把它拖到“应用程序”文件夹中</translation>
    </message>
    <message>
        <source>this is no link: a link begins with {scheme}</source>
        <translation>这不是链接：链接以 {scheme} 开头</translation>
    </message>
    <message>
        <source>this is written as {kinds}: end the name in {endings}, not {ending}</source>
        <translation>这里写出的是 {kinds}：名称请以 {endings} 结尾，而不是 {ending}</translation>
    </message>
    <message>
        <source>this part is empty; write its text, or remove the line --- beside it</source>
        <translation>这一部分是空的；请写上文字，或删去旁边的 ---</translation>
    </message>
    <message>
        <source>this program of the system is missing; install {package} and try again</source>
        <translation>缺少系统中的这个程序；请安装 {package} 后重试</translation>
    </message>
    <message>
        <source>this was not made by InitLab; remove it yourself</source>
        <translation>这不是 InitLab 建立的；请自行删除</translation>
    </message>
    <message>
        <source>too few values for a test of the bins</source>
        <translation>数值太少，无法对分箱作检验</translation>
    </message>
    <message>
        <source>too large</source>
        <translation>太大</translation>
    </message>
    <message>
        <source>too large for a lesson, which has at most 256 KB; keep pictures beside it</source>
        <translation>文件过大：课程文件不超过 256 KB；图片请放在文件旁边</translation>
    </message>
    <message>
        <source>too large for a link, which has at most {most} characters, {inside} unpacked</source>
        <translation>作为链接太大：最多 {most} 个字符，解压后最多 {inside} 个</translation>
    </message>
    <message>
        <source>too large for a sweep</source>
        <translation>文件太大，不可能是扫描文件</translation>
    </message>
    <message>
        <source>too large for an experiment, which has at most 1 MB</source>
        <translation>文件过大：实验文件不超过 1 MB</translation>
    </message>
    <message>
        <source>torch cannot do this: {reason}</source>
        <translation>torch 无法完成：{reason}</translation>
    </message>
    <message>
        <source>torch cannot do this: {reason}; choose smaller values, or a dtype with a wider range</source>
        <translation>torch 无法完成：{reason}；请选用更小的数值，或范围更大的 dtype</translation>
    </message>
    <message>
        <source>torch has no {method} in {dtype}; choose float32 or float64, or another method</source>
        <translation>torch 的 {method} 不支持 {dtype}；请选择 float32 或 float64，或换一种方法</translation>
    </message>
    <message>
        <source>torch needs two dimensions for {value}; a bias has one: {options}</source>
        <translation>torch 的 {value} 需要二维张量，而偏置是一维的，可选：{options}</translation>
    </message>
    <message>
        <source>torch takes fan_in from size(1) × kernel, which counts outputs in a transposed convolution; a unit really adds up in_channels/groups × kernel inputs.</source>
        <translation>torch 取 size(1) × 卷积核大小 作为 fan_in，而转置卷积中它数的是输出；一个输出实际上把 in_channels/groups × 卷积核大小 个输入加起来。</translation>
    </message>
    <message>
        <source>torch takes fan_in from size(1), which is the length of a row in an embedding; an output is one weight as it is, whatever the fans are.</source>
        <translation>torch 取 size(1) 作为 fan_in，而它在嵌入层中是一行的长度；一个输出就是一个权重本身，与 fan 无关。</translation>
    </message>
    <message>
        <source>torch warns: the mean lies more than 2 std outside [a, b], the distribution may be incorrect.</source>
        <translation>torch 警告：均值落在 [a, b] 之外超过 2 个标准差，分布可能不正确。</translation>
    </message>
    <message>
        <source>torch would redraw without end</source>
        <translation>torch 会无休止地重抽</translation>
    </message>
    <message>
        <source>torch.manual_seed: the same seed, the same weights, on one machine and one build of torch. On others their last digits may differ.</source>
        <translation>torch.manual_seed：在同一台机器、同一个 torch 版本上，随机种子相同，权重就相同；换一台机器，最后几位数可能不同。</translation>
    </message>
    <message>
        <source>train() drops units at random; eval() passes everything on unchanged.</source>
        <translation>train() 随机丢弃神经元；eval() 全部原样传递。</translation>
    </message>
    <message>
        <source>trained</source>
        <translation>训练过</translation>
    </message>
    <message>
        <source>training accuracy</source>
        <translation>训练准确率</translation>
    </message>
    <message>
        <source>training loss</source>
        <translation>训练损失</translation>
    </message>
    <message>
        <source>unit</source>
        <translation>神经元</translation>
    </message>
    <message>
        <source>unknown key {key}; known are {options}</source>
        <translation>未知的键 {key}；可用的键：{options}</translation>
    </message>
    <message>
        <source>unknown key; known are {options}</source>
        <translation>未知的键；可用的键：{options}</translation>
    </message>
    <message>
        <source>variance 1</source>
        <translation>方差为 1</translation>
    </message>
    <message>
        <source>weight decay</source>
        <translation>权重衰减</translation>
    </message>
    <message>
        <source>weight decay 0.02</source>
        <translation>权重衰减 0.02</translation>
    </message>
    <message>
        <source>weight: {method}</source>
        <translation>权重：{method}</translation>
    </message>
    <message>
        <source>width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source>with dropout ReLU needs Var[w] = 2(1−p)/fan_in (Pretorius et al. 2018)</source>
        <translation>有随机失活时，ReLU 需要 Var[w] = 2(1−p)/fan_in（Pretorius et al. 2018）</translation>
    </message>
    <message>
        <source>without bias</source>
        <translation>无偏置</translation>
    </message>
    <message>
        <source>workers have {name} {theirs}, here is {ours}; their last digits may differ</source>
        <translation>工作进程的 {name} 是 {theirs}，本机是 {ours}；末几位数字可能不同</translation>
    </message>
    <message>
        <source>workers of the cluster have died again and again at the same cells, perhaps for lack of memory, or of InitLab on one of them</source>
        <translation>集群的工作进程在相同的格子上一再终止，可能是内存不足，或其中某个没有安装 InitLab</translation>
    </message>
    <message>
        <source>write [[step]] in double brackets, once for each step</source>
        <translation>请用双方括号写 [[step]]，每一步写一次</translation>
    </message>
    <message>
        <source>writing in this folder is not permitted; save somewhere else</source>
        <translation>不允许在此文件夹中写入；请保存到别处</translation>
    </message>
    <message>
        <source>x: {vector}</source>
        <translation>x：{vector}</translation>
    </message>
    <message>
        <source>y is that of sample {sample}</source>
        <translation>y 是第 {sample} 个样本的</translation>
    </message>
    <message>
        <source>your share of the disk is full; free some space or save somewhere else</source>
        <translation>您的磁盘配额已用完；请腾出一些空间或保存到别处</translation>
    </message>
    <message>
        <source>zeros</source>
        <translation>零</translation>
    </message>
    <message>
        <source>{count} cells are too many; at most {most} are one sweep, seeds counted</source>
        <translation>{count} 个格子太多；一次扫描最多 {most} 个（种子计算在内）</translation>
    </message>
    <message>
        <source>{count} changes are too many; {most} can be kept</source>
        <translation>{count} 处改变太多；最多 {most} 处</translation>
    </message>
    <message>
        <source>{count} characters are too many for the text of a step, which has at most {most}; divide it into several steps</source>
        <translation>一步的文字有 {count} 个字符，太多了，最多 {most} 个；请分成几步</translation>
    </message>
    <message>
        <source>{count} lanes are too many; a race has at most {most}</source>
        <translation>{count} 条赛道太多；一场比赛最多 {most} 条</translation>
    </message>
    <message>
        <source>{count} layers</source>
        <translation>{count} 层</translation>
    </message>
    <message>
        <source>{count} steps are too many: a lesson has at most {most}; make two of it</source>
        <translation>{count} 步太多：一课最多 {most} 步；请分成两课</translation>
    </message>
    <message>
        <source>{count} values are too few to tell one initialization from another.</source>
        <translation>{count} 个数值太少，无法区分不同的初始化。</translation>
    </message>
    <message>
        <source>{dtype} has no number as large as {scale}: it holds ∞ instead, and so becomes every unit that is kept.</source>
        <translation>{dtype} 没有 {scale} 这么大的数，只能存成 ∞：每个保留的神经元都变为无穷大。</translation>
    </message>
    <message>
        <source>{dtype} holds {stored} instead of {scale}: the average of y is {share}·x.</source>
        <translation>{dtype} 存的是 {stored}，而不是 {scale}：y 的平均值是 {share}·x。</translation>
    </message>
    <message>
        <source>{dtype} on {device}</source>
        <translation>{dtype}，{device}</translation>
    </message>
    <message>
        <source>{dtype} rounds a and b: a dropped unit lands at {stored}, not at {exact}. The line is that of the rounded numbers.</source>
        <translation>{dtype} 会舍入 a 和 b：被丢弃的神经元落在 {stored}，而不是 {exact}。图中的线按舍入后的数计算。</translation>
    </message>
    <message>
        <source>{effect} per layer</source>
        <translation>每层{effect}</translation>
    </message>
    <message>
        <source>{effect} per layer on average</source>
        <translation>平均每层{effect}</translation>
    </message>
    <message>
        <source>{first} and {second} would be one file; give each a name of its own</source>
        <translation>{first} 和 {second} 会写到同一个文件；请给它们各起一个名称</translation>
    </message>
    <message>
        <source>{fitting} of {count} weights fit an initialization, but do not stand where torch&apos;s generator on the CPU puts them: drawn elsewhere, rounded, or trained a little.</source>
        <translation>{count} 个权重中有 {fitting} 个符合某种初始化，但并不落在 torch 在 CPU 上的随机数生成器会放的位置上：在别处抽取、经过舍入，或者略微训练过。</translation>
    </message>
    <message>
        <source>{fresh} of {count} weights are fresh, the others are not. Fresh: {names}.</source>
        <translation>{count} 个权重中有 {fresh} 个是新的，其余的不是。新的：{names}。</translation>
    </message>
    <message>
        <source>{groups} groups do not divide the {rows} rows of the weight</source>
        <translation>{groups} 组不能整除权重的 {rows} 行</translation>
    </message>
    <message>
        <source>{groups} groups do not divide {in} {inputs} and {out} {outputs}; choose a number that divides both</source>
        <translation>{groups} 组不能同时整除 {inputs} = {in} 和 {outputs} = {out}；请选择能整除两者的数</translation>
    </message>
    <message>
        <source>{here}.</source>
        <translation>{here}。</translation>
    </message>
    <message>
        <source>{here}. {reason}.</source>
        <translation>{here}。{reason}。</translation>
    </message>
    <message>
        <source>{here}. {reason}; {better} is the usual choice (× {ratio}).</source>
        <translation>{here}。{reason}；通常选用 {better}（× {ratio}）。</translation>
    </message>
    <message>
        <source>{here}. {reason}; {better}, the usual choice, gives × {ratio}.</source>
        <translation>{here}。{reason}；通常选用的 {better} 得到 × {ratio}。</translation>
    </message>
    <message>
        <source>{here}; {better} keeps it.</source>
        <translation>{here}；改用 {better} 可保持信号功率。</translation>
    </message>
    <message>
        <source>{here}; {better} would hold it for this dropout and bias.</source>
        <translation>{here}；在当前的随机失活和偏置下，改用 {better} 可保持信号功率。</translation>
    </message>
    <message>
        <source>{image}: only images beside the lesson&apos;s file are shown; copy it there and write its name alone, without spaces, ending in {options}</source>
        <translation>{image}：只显示课程文件旁边的图片；请把它复制到那里，只写文件名，不含空格，以 {options} 结尾</translation>
    </message>
    <message>
        <source>{image}: there is no such file beside the lesson&apos;s file; copy it there</source>
        <translation>{image}：课程文件旁边没有这个文件；请把它复制到那里</translation>
    </message>
    <message>
        <source>{key} is a list of names such as {example}</source>
        <translation>{key} 应为名称列表，例如 {example}</translation>
    </message>
    <message>
        <source>{key} is a table such as {example}</source>
        <translation>{key} 应为表，例如 {example}</translation>
    </message>
    <message>
        <source>{key} is missing; write {example} below the +++</source>
        <translation>缺少 {key}；请在 +++ 下面写 {example}</translation>
    </message>
    <message>
        <source>{key}: {reason}</source>
        <translation>{key}：{reason}</translation>
    </message>
    <message>
        <source>{kind}: this output has no such channels, so nn.Dropout drops its single units.</source>
        <translation>{kind}：这里的输出没有这样的通道，因此由 nn.Dropout 丢弃单个神经元。</translation>
    </message>
    <message>
        <source>{label} ({values})</source>
        <translation>{label}（{values}）</translation>
    </message>
    <message>
        <source>{layers} layers of {width} units</source>
        <translation>{layers} 层，每层 {width} 个神经元</translation>
    </message>
    <message>
        <source>{link}: a link in a lesson must begin with https:// or http://</source>
        <translation>{link}：课程中的链接必须以 https:// 或 http:// 开头</translation>
    </message>
    <message>
        <source>{low_name} = {low} must be at most {high_name} = {high}</source>
        <translation>{low_name} = {low} 不得大于 {high_name} = {high}</translation>
    </message>
    <message>
        <source>{low_name} = {low} must be below {high_name} = {high}</source>
        <translation>{low_name} = {low} 必须小于 {high_name} = {high}</translation>
    </message>
    <message>
        <source>{many} more in blocks of {block}: same distribution, other random numbers</source>
        <translation>再抽 {many} 个，每批 {block} 个：分布相同，随机数不同</translation>
    </message>
    <message>
        <source>{measure}, theory</source>
        <translation>{measure}（理论）</translation>
    </message>
    <message>
        <source>{measure}, {optimizer}</source>
        <translation>{measure}（{optimizer}）</translation>
    </message>
    <message>
        <source>{measure}: half of the cells are within {share} of the theory.</source>
        <translation>{measure}：一半的格子与理论相差不超过 {share}。</translation>
    </message>
    <message>
        <source>{method} does not fill a weight of {dims} dimensions, as {module} has it</source>
        <translation>{method} 不能填充 {module} 的 {dims} 维权重</translation>
    </message>
    <message>
        <source>{method} fills the kernels of a convolution, and layers here are linear; choose another method</source>
        <translation>{method} 填充的是卷积核，而这里的层是线性层；请换一种方法</translation>
    </message>
    <message>
        <source>{method} has no parameters</source>
        <translation>{method} 没有参数</translation>
    </message>
    <message>
        <source>{method} has no such parameter, only {options}</source>
        <translation>{method} 没有这个参数，只有 {options}</translation>
    </message>
    <message>
        <source>{method} is right for wide layers; {width} units are few, and chance moves the power of some networks too far.</source>
        <translation>{method} 适合宽层；{width} 个神经元太少，有些网络的功率会因随机波动而偏离太远。</translation>
    </message>
    <message>
        <source>{method} is right for wide layers; {width} units are too few to stay steady over {layers} layers.</source>
        <translation>{method} 适合宽层；{width} 个神经元太少，经过 {layers} 层无法保持平稳。</translation>
    </message>
    <message>
        <source>{method} was made for {activation}: try it.</source>
        <translation>{method} 就是为 {activation} 设计的：试一试。</translation>
    </message>
    <message>
        <source>{method} would keep both steady and tell the units apart.</source>
        <translation>{method} 能使信号和梯度都保持平稳，并使各神经元有别。</translation>
    </message>
    <message>
        <source>{method} would keep both steady.</source>
        <translation>{method} 能使信号和梯度都保持平稳。</translation>
    </message>
    <message>
        <source>{method} would keep both steady: {rule}.</source>
        <translation>{method} 能使信号和梯度都保持平稳：{rule}。</translation>
    </message>
    <message>
        <source>{module} default</source>
        <translation>{module} 默认</translation>
    </message>
    <message>
        <source>{name} has NaN or infinite values.</source>
        <translation>{name} 含有 NaN 或无穷大的值。</translation>
    </message>
    <message>
        <source>{name}: all weights are {value}, so that its units stay alike while they are trained.</source>
        <translation>{name}：所有权重都是 {value}，因此它的神经元在训练中一直相同。</translation>
    </message>
    <message>
        <source>{name}: {share} % of the units are dead ({dead} of {units} rows are 0).</source>
        <translation>{name}：{share}% 的神经元是死的（{units} 行中有 {dead} 行为 0）。</translation>
    </message>
    <message>
        <source>{name}: σ is {std}, {times} times what Kaiming gives for {fan} inputs ({expected}).</source>
        <translation>{name}：σ 是 {std}，是 Kaiming 对 {fan} 个输入所给值（{expected}）的 {times} 倍。</translation>
    </message>
    <message>
        <source>{nan} values are NaN and {inf} are infinite.</source>
        <translation>有 {nan} 个值是 NaN，{inf} 个是无穷大。</translation>
    </message>
    <message>
        <source>{option} would be written over a file that is read; choose another name</source>
        <translation>{option} 会覆盖正在读取的文件；请换一个名称</translation>
    </message>
    <message>
        <source>{parent} on [{low}, {high}]</source>
        <translation>{parent}，截断于 [{low}, {high}]</translation>
    </message>
    <message>
        <source>{places}: infinite and NaN values pass through unchanged.</source>
        <translation>{places}：无穷大和 NaN 的值原样通过。</translation>
    </message>
    <message>
        <source>{places}: torch multiplies by 0 to drop, and ∞ × 0 and NaN × 0 are NaN, so dropping does not remove an infinite or NaN value; its mean never recovers.</source>
        <translation>{places}：torch 用乘以 0 来丢弃，而 ∞ × 0 和 NaN × 0 都是 NaN，所以丢弃并不能去掉无穷大或 NaN 的值；它的均值也不会恢复。</translation>
    </message>
    <message>
        <source>{reason}</source>
        <translation>{reason}</translation>
    </message>
    <message>
        <source>{rows} × {columns} is too large to be decomposed while one waits</source>
        <translation>{rows} × {columns} 太大，无法在等待的时间内分解</translation>
    </message>
    <message>
        <source>{samples} by single calls, seed {seed}</source>
        <translation>逐次调用 {samples} 次，种子 {seed}</translation>
    </message>
    <message>
        <source>{samples} by single calls, seed {seed}; {many} in blocks of 1,000, seed {other}</source>
        <translation>逐次调用 {samples} 次，种子 {seed}；每批 1,000 共 {many} 次，种子 {other}</translation>
    </message>
    <message>
        <source>{samples} samples in batches of {batch} leave a batch of one, which {norm} cannot take; choose another batch</source>
        <translation>{samples} 个样本按每批 {batch} 个划分会剩下只有一个样本的一批，{norm} 无法处理；请换一个批大小</translation>
    </message>
    <message>
        <source>{some} of {count} tensors did not move against {file}: {names}. Frozen?</source>
        <translation>与 {file} 相比，{count} 个张量中有 {some} 个没有移动：{names}。是冻结了吗？</translation>
    </message>
    <message>
        <source>{some} of {count} weights are as torch&apos;s modules leave them ({label}): if another initialization was meant for them, it did not reach them. They are {names}.</source>
        <translation>{count} 个权重中有 {some} 个是 torch 的模块自己给出的样子（{label}）：如果本想对它们用别的初始化，那么它没有作用到。它们是 {names}。</translation>
    </message>
    <message>
        <source>{symbol}: {nan} of {count} values are NaN, {inf} infinite; the plot leaves them out.</source>
        <translation>{symbol}：{count} 个值中有 {nan} 个 NaN、{inf} 个无穷值，图中未画出。</translation>
    </message>
    <message>
        <source>{text} can mean {one} or {other}; write the one that you mean</source>
        <translation>{text} 可以是 {one}，也可以是 {other}；请写出您要的那个数</translation>
    </message>
    <message>
        <source>{text} can mean “{one}” or “{other}”; write it with semicolons between the numbers and points for decimals</source>
        <translation>{text} 可以是“{one}”，也可以是“{other}”；请用分号隔开各数，小数点写成“.”</translation>
    </message>
    <message>
        <source>{text} is no link: a link begins with {scheme}</source>
        <translation>{text} 不是链接：链接以 {scheme} 开头</translation>
    </message>
    <message>
        <source>{text} is not a list of numbers; write it as 0.5; 1.5; 2</source>
        <translation>{text} 不是一列数；请写成 0.5; 1.5; 2 的形式</translation>
    </message>
    <message>
        <source>{text} is not a number; write it as 0.5, 1e-3 or 1/3</source>
        <translation>{text} 不是数；请写成 0.5、1e-3 或 1/3 的形式</translation>
    </message>
    <message>
        <source>{text} is not a number; write it in digits, as 1024</source>
        <translation>{text} 不是数；请用数字写，例如 1024</translation>
    </message>
    <message>
        <source>{text} is not a whole number</source>
        <translation>{text} 不是整数</translation>
    </message>
    <message>
        <source>{times} ξ</source>
        <translation>{times} ξ</translation>
    </message>
    <message>
        <source>{title}: best {value} at {place}.</source>
        <translation>{title}：最佳值 {value}，位于 {place}。</translation>
    </message>
    <message>
        <source>{title}: in {count} of {total} cells some seeds came to no finite number; mean and ± are those of the others.</source>
        <translation>{title}：{total} 个格子中有 {count} 个的部分种子没有得到有限的数，均值与 ± 只取自其余种子。</translation>
    </message>
    <message>
        <source>{title}: {count} of {total} cells diverged (hatched).</source>
        <translation>{title}：{total} 个格子中有 {count} 个发散（带斜线）。</translation>
    </message>
    <message>
        <source>{title}: {count} of {total} cells have no finite number (hatched): nothing is left of signal or gradient, or it is too large.</source>
        <translation>{title}：{total} 个格子中有 {count} 个没有得到有限的数（带斜线）：信号或梯度已完全消失，或者大得无法表示。</translation>
    </message>
    <message>
        <source>{title}: {optimizer}</source>
        <translation>{title}：{optimizer}</translation>
    </message>
    <message>
        <source>{value} has no place on a logarithmic axis, which takes what is above 0</source>
        <translation>{value} 无法放在对数坐标轴上，对数轴只接受大于 0 的值</translation>
    </message>
    <message>
        <source>{value} is neither one of {options} nor 1 to {most} numbers such as 3, 1, 4, 1, 5</source>
        <translation>{value} 既不是 {options} 之一，也不是 1 到 {most} 个数，例如 3, 1, 4, 1, 5</translation>
    </message>
    <message>
        <source>{value} is no variance, which is at least 0</source>
        <translation>{value} 不是方差，方差至少为 0</translation>
    </message>
    <message>
        <source>{value} is not a JSON object</source>
        <translation>{value} 不是 JSON 对象</translation>
    </message>
    <message>
        <source>{value} is not a finite number</source>
        <translation>{value} 不是有限的数</translation>
    </message>
    <message>
        <source>{value} is not a list of cells</source>
        <translation>{value} 不是格子的列表</translation>
    </message>
    <message>
        <source>{value} is not a list of changes</source>
        <translation>{value} 不是改变的列表</translation>
    </message>
    <message>
        <source>{value} is not a list of lanes</source>
        <translation>{value} 不是赛道的列表</translation>
    </message>
    <message>
        <source>{value} is not a list of numbers</source>
        <translation>{value} 不是数的列表</translation>
    </message>
    <message>
        <source>{value} is not a name: one line of at most {most} letters</source>
        <translation>{value} 不是名称：应为一行，最多 {most} 个字符</translation>
    </message>
    <message>
        <source>{value} is not a number</source>
        <translation>{value} 不是数字</translation>
    </message>
    <message>
        <source>{value} is not a whole number</source>
        <translation>{value} 不是整数</translation>
    </message>
    <message>
        <source>{value} is not allowed: it must be above {low}</source>
        <translation>{value} 不可用：必须大于 {low}</translation>
    </message>
    <message>
        <source>{value} is not allowed: it must be at least {low}</source>
        <translation>{value} 不可用：不得小于 {low}</translation>
    </message>
    <message>
        <source>{value} is not an object with a change</source>
        <translation>{value} 不是含有改变的对象</translation>
    </message>
    <message>
        <source>{value} is not an object with the keys step and changes</source>
        <translation>{value} 不是带有键 step 和 changes 的对象</translation>
    </message>
    <message>
        <source>{value} is not here; available: {options}</source>
        <translation>这里没有 {value}；可用的有：{options}</translation>
    </message>
    <message>
        <source>{value} is not one of {options}</source>
        <translation>{value} 不在可选值之中：{options}</translation>
    </message>
    <message>
        <source>{value} is not true or false</source>
        <translation>{value} 不是 true 或 false</translation>
    </message>
    <message>
        <source>{value} is outside {low} to {high}</source>
        <translation>{value} 超出 {low} 到 {high} 的范围</translation>
    </message>
    <message>
        <source>{value} is outside {low} to {high}, which {data} has</source>
        <translation>{value} 不在 {data} 的范围 {low} 到 {high} 之内</translation>
    </message>
    <message>
        <source>{value} needs classes, and {data} is a regression; choose {options}</source>
        <translation>{value} 需要类别，而 {data} 是回归；请选择 {options}</translation>
    </message>
    <message>
        <source>{word}: the gradient&apos;s power {effect}; layer 1 receives {left} of the power that layer {layer} sent (rms × {rms}).</source>
        <translation>{word}：梯度的功率{effect}；第 1 层收到的功率是第 {layer} 层发出的 {left} 倍（均方根 {rms} 倍）。</translation>
    </message>
    <message>
        <source>{word}: the gradient&apos;s power {effect}; layer 1 receives {left} times the power that layer {layer} sent (rms × {rms}).</source>
        <translation>{word}：梯度的功率{effect}；第 1 层收到的功率是第 {layer} 层发出的 {left} 倍（均方根 {rms} 倍）。</translation>
    </message>
    <message>
        <source>{word}: the signal&apos;s power {effect}; after {layers} layers it is {left} times as large (rms × {rms}).</source>
        <translation>{word}：信号的功率{effect}；经过 {layers} 层，变为 {left} 倍（均方根 {rms} 倍）。</translation>
    </message>
    <message>
        <source>{word}: the signal&apos;s power {effect}; after {layers} layers {left} of it is left (rms × {rms}).</source>
        <translation>{word}：信号的功率{effect}；经过 {layers} 层，只剩 {left} 倍（均方根 {rms} 倍）。</translation>
    </message>
    <message>
        <source>{x}, {y}</source>
        <translation>{x}，{y}</translation>
    </message>
    <message>
        <source>{zeros}% zeros, otherwise {rest}</source>
        <translation>{zeros}% 为 0，其余 {rest}</translation>
    </message>
    <message>
        <source>α = 1</source>
        <translation>α = 1</translation>
    </message>
    <message>
        <source>α = 6</source>
        <translation>α = 6</translation>
    </message>
    <message>
        <source>α = 6, decay 1</source>
        <translation>α = 6，衰减 1</translation>
    </message>
    <message>
        <source>α: what all initial weights and biases are multiplied by.</source>
        <translation>α：所有起始权重和偏置乘以的倍数。</translation>
    </message>
    <message>
        <source>λ of the L1 penalty, the sum of |w|.</source>
        <translation>L1 惩罚的 λ，惩罚是 |w| 之和。</translation>
    </message>
    <message>
        <source>λ, with torch&apos;s meaning in each optimizer: an L2 penalty; for AdamW a decay beside the step.</source>
        <translation>λ，含义与 torch 各优化器相同：L2 惩罚；对 AdamW 是更新步之外的衰减。</translation>
    </message>
    <message>
        <source>σ = 0.01</source>
        <translation>σ = 0.01</translation>
    </message>
    <message>
        <source>σ = 0.01, batch norm</source>
        <translation>σ = 0.01，批归一化</translation>
    </message>
    <message>
        <source>σ = 0.01, layer norm</source>
        <translation>σ = 0.01，层归一化</translation>
    </message>
    <message>
        <source>σ = 1, batch norm</source>
        <translation>σ = 1，批归一化</translation>
    </message>
    <message>
        <source>σ·(√n_in + √n_out) = {limit} is the limit of large matrices; one with so few rows or columns stays below it.</source>
        <translation>σ·(√n_in + √n_out) = {limit} 是大矩阵的极限值；行或列这么少时会低于它。</translation>
    </message>
    <message>
        <source>σ·(√n_in + √n_out), the limit of large matrices.</source>
        <translation>σ·(√n_in + √n_out)，即大矩阵的极限值。</translation>
    </message>
    <message>
        <source>χ = 1</source>
        <translation>χ = 1</translation>
    </message>
    <message>
        <source>‖W‖₂ (spectral norm)</source>
        <translation>‖W‖₂（谱范数）</translation>
    </message>
    <message>
        <source>…</source>
        <translation>…</translation>
    </message>
    <message>
        <source>≈ Cells were trained as one stacked network: the same steps, with sums in another order. Where a training is unstable, rounding grows: trained alone, such a cell may end elsewhere.</source>
        <translation>≈ 这些格子作为一个叠加的网络一起训练：步骤相同，但求和次序不同。训练不稳定时舍入误差会被放大，这样的格子单独训练可能得到不同的结果。</translation>
    </message>
    <message>
        <source>△ overfits</source>
        <translation>△ 过拟合</translation>
    </message>
    <message>
        <source>✓ learns</source>
        <translation>✓ 在学习</translation>
    </message>
    <message>
        <source>✗ diverged</source>
        <translation>✗ 发散</translation>
    </message>
    <message>
        <source>✗ no gradient</source>
        <translation>✗ 无梯度</translation>
    </message>
    <message>
        <source>✗ stuck</source>
        <translation>✗ 停滞</translation>
    </message>
    <message>
        <source>✗ units alike</source>
        <translation>✗ 神经元相同</translation>
    </message>
</context>
<context>
    <name>examples</name>
    <message>
        <source>20 layers of ReLU with He: the signal is kept</source>
        <translation>20 层 ReLU，He 初始化：信号得以保持</translation>
    </message>
    <message>
        <source>20 layers of ReLU with Xavier: the signal vanishes</source>
        <translation>20 层 ReLU，Xavier 初始化：信号消失</translation>
    </message>
    <message>
        <source>50 layers of SELU with alpha dropout</source>
        <translation>50 层 SELU，Alpha 随机失活</translation>
    </message>
    <message>
        <source>A normal distribution, cut on both sides</source>
        <translation>两侧截断的正态分布</translation>
    </message>
    <message>
        <source>Eight initializations race: which network learns?</source>
        <translation>八种初始化赛跑：哪个网络学得会？</translation>
    </message>
    <message>
        <source>The edge of chaos: where a deep network can be trained</source>
        <translation>混沌边缘：深层网络能在哪里训练</translation>
    </message>
    <message>
        <source>The identity matrix, 5 inputs to 2</source>
        <translation>单位矩阵，5 个输入到 2 个输出</translation>
    </message>
    <message>
        <source>Weights too wide: tanh saturates</source>
        <translation>权重太宽：tanh 饱和</translation>
    </message>
    <message>
        <source>Xavier for tanh, with dropout</source>
        <translation>tanh 配 Xavier，加随机失活</translation>
    </message>
</context>
<context>
    <name>pages</name>
    <message>
        <source>Depth</source>
        <translation>深度</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>随机失活</translation>
    </message>
    <message>
        <source>Inspect</source>
        <translation>检视</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>单层</translation>
    </message>
    <message>
        <source>Sweep</source>
        <translation>扫描</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
</context>
</TS>
